"""The tables of the store, as numbered migrations: ``MIGRATIONS[n]`` makes version n + 1 of version n.

``log`` is what happened, in order, and is only ever added to; ``history`` shows it with all that belongs to it.
``place``, ``draft`` and ``knowledge`` are summaries of it, kept in the same transaction, and can be made of it anew.
"""

_FIRST = """
CREATE TABLE learner (
  id INTEGER PRIMARY KEY,
  uid TEXT NOT NULL UNIQUE,
  name TEXT UNIQUE                  -- NULL for the one who uses a machine alone and gave no name
);
CREATE TABLE sitting (              -- one run of the program, of one learner
  id INTEGER PRIMARY KEY,
  uid TEXT NOT NULL UNIQUE,
  learner INTEGER NOT NULL REFERENCES learner,
  utc INTEGER NOT NULL,             -- when it began: milliseconds since 1970
  zone INTEGER NOT NULL,            -- minutes east of UTC
  zone_name TEXT NOT NULL,
  front TEXT NOT NULL,              -- tui, plain, web
  version TEXT NOT NULL,            -- of bp-tutor
  rules TEXT NOT NULL               -- of marking
);
CREATE TABLE material (             -- all that marking depends on, once for each lesson that is marked otherwise
  hash TEXT PRIMARY KEY,
  content TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE edition (              -- a lesson as it was
  id INTEGER PRIMARY KEY,
  lesson TEXT NOT NULL,
  title TEXT NOT NULL,
  material TEXT NOT NULL REFERENCES material,
  prose TEXT NOT NULL,
  seed TEXT,
  feedback TEXT NOT NULL
);
CREATE INDEX edition_of ON edition (lesson, material, prose);
CREATE TABLE attempt (              -- one way through a lesson; starting again begins another
  id INTEGER PRIMARY KEY,
  uid TEXT NOT NULL UNIQUE,
  learner INTEGER NOT NULL REFERENCES learner,
  lesson TEXT NOT NULL,
  utc INTEGER NOT NULL
);
CREATE TABLE log (
  id INTEGER PRIMARY KEY,
  sitting INTEGER NOT NULL REFERENCES sitting,
  seq INTEGER NOT NULL,             -- from 1 in each sitting
  batch INTEGER NOT NULL,
  attempt INTEGER NOT NULL REFERENCES attempt,
  edition INTEGER NOT NULL REFERENCES edition,
  utc INTEGER NOT NULL,
  zone INTEGER NOT NULL,
  active_ms INTEGER NOT NULL,
  elapsed_ms INTEGER NOT NULL,
  what TEXT NOT NULL,
  level INTEGER NOT NULL,
  word TEXT NOT NULL,
  quantity TEXT, layer INTEGER, j INTEGER, k INTEGER, sample INTEGER, "update" INTEGER,
  asked INTEGER NOT NULL,
  skill TEXT NOT NULL,
  opportunity INTEGER,              -- which of the learner's opportunities to show the skill the question is
  known INTEGER,                    -- what the first attempt says of the skill
  helped INTEGER NOT NULL,
  typed TEXT, read TEXT, number REAL, verdict TEXT,
  mistakes TEXT, follows TEXT,      -- with spaces between
  band TEXT, priors TEXT,           -- JSON
  repeated INTEGER,
  at INTEGER NOT NULL, focus TEXT NOT NULL, reading INTEGER NOT NULL,  -- where the lesson stood afterwards
  visited INTEGER NOT NULL, done INTEGER NOT NULL, steps INTEGER NOT NULL,
  study TEXT, arm TEXT, phase TEXT,
  crc INTEGER NOT NULL              -- of the row and of what it refers to: SQLite notices no byte changed within a text
);
CREATE INDEX log_of_attempt ON log (attempt);
CREATE TRIGGER log_is_only_added_to BEFORE UPDATE ON log BEGIN SELECT RAISE(ABORT, 'the log is only added to'); END;
CREATE TABLE place (                -- where each attempt stands
  attempt INTEGER PRIMARY KEY REFERENCES attempt,
  learner INTEGER NOT NULL,
  lesson TEXT NOT NULL,
  edition INTEGER NOT NULL,
  at INTEGER NOT NULL, focus TEXT NOT NULL, reading INTEGER NOT NULL,
  visited INTEGER NOT NULL, done INTEGER NOT NULL, steps INTEGER NOT NULL,
  finished INTEGER NOT NULL,        -- whether its end was ever come to
  answers INTEGER NOT NULL,         -- how many were sent, the same text twice being one
  utc INTEGER NOT NULL,
  entries INTEGER NOT NULL,         -- how many the log has
  last INTEGER NOT NULL             -- id of the last of them
);
CREATE INDEX place_of ON place (learner, lesson);
CREATE TABLE draft (                -- what was typed and not sent
  attempt INTEGER NOT NULL REFERENCES attempt,
  question TEXT NOT NULL,
  typed TEXT NOT NULL,
  PRIMARY KEY (attempt, question)
) WITHOUT ROWID;
CREATE TABLE knowledge (            -- what the log says of each learner's skills, by one version of the model
  learner INTEGER PRIMARY KEY REFERENCES learner,
  model TEXT NOT NULL,
  state TEXT NOT NULL               -- JSON
);
CREATE VIEW history AS              -- what is missing is NULL, so that no entry is left out unnoticed
SELECT log.*, learner.uid AS learner_uid, learner.name AS learner, sitting.uid AS sitting_uid,
  sitting.front, sitting.version, sitting.rules, sitting.zone_name, attempt.uid AS attempt_uid,
  edition.lesson, edition.title, edition.material, edition.prose, edition.seed, edition.feedback
FROM log LEFT JOIN sitting ON sitting.id = log.sitting LEFT JOIN learner ON learner.id = sitting.learner
  LEFT JOIN attempt ON attempt.id = log.attempt LEFT JOIN edition ON edition.id = log.edition;
"""

MIGRATIONS = (_FIRST,)
VERSION = len(MIGRATIONS)
"""The version of the tables, kept in the file as ``user_version``."""
