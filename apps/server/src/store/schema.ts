import type { Connection } from './connection'

/** From schema n to n + 1, at index n. Never changed once released; a change is a new entry. */
const migrations = [
  `create table runs (
     n integer primary key autoincrement,
     id text not null unique,
     status text not null,
     name text not null,
     workflow text not null,
     outputs text,
     images text not null default '{}',
     created_at integer not null,
     started_at integer,
     ended_at integer,
     error text
   ) strict;
   create index runs_by_status on runs (status, n);
   create table events (
     run text not null,
     seq integer not null,
     body text not null,
     primary key (run, seq)
   ) strict, without rowid;
   create table workflows (
     id text primary key,
     name text not null,
     revision integer not null,
     updated_at integer not null,
     document text not null
   ) strict;`,
  'alter table runs add column observe integer not null default 0;',
]

/** Brings a file to the newest schema; refuses one that a newer program wrote. */
export function migrate(db: Connection): void {
  const { user_version: version } = db.prepare('pragma user_version').get() as { user_version: number }
  if (version > migrations.length)
    throw new Error(
      `the data folder was written by a newer Latent Loom (schema ${version}); this one knows ${migrations.length}`,
    )
  for (const [index, sql] of migrations.entries()) {
    if (index < version) continue
    db.exec(`begin immediate; ${sql} pragma user_version = ${index + 1}; commit`)
  }
}
