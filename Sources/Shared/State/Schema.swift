/// The tables of the state, as forward migrations: entry 0 leads from nothing to schema 1.
///
/// Times are `Stamp.stored`, money is whole micro-dollars. A landed migration is never edited.
package enum Schema {
    package static let version = migrations.count
    /// "FLTK" in the file's header, so that another program's database is not taken for ours.
    package static let applicationID: Int64 = 0x464C_544B

    package static let migrations = [
        """
        CREATE TABLE fact (
            name TEXT PRIMARY KEY,
            value TEXT NOT NULL
        ) STRICT;
        CREATE TABLE account (
            provider TEXT PRIMARY KEY,
            identity TEXT NOT NULL,
            bound_at TEXT NOT NULL
        ) STRICT;
        CREATE TABLE rental (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            id TEXT NOT NULL UNIQUE,
            version INTEGER NOT NULL,
            provider TEXT NOT NULL,
            fleet_group TEXT NOT NULL,
            state TEXT NOT NULL,
            cause TEXT,
            offer TEXT NOT NULL,
            machine TEXT,
            gpu_name TEXT NOT NULL,
            gpu_count INTEGER NOT NULL,
            booked_rate INTEGER NOT NULL,
            running_rate INTEGER NOT NULL,
            stopped_rate INTEGER NOT NULL,
            instance TEXT,
            intended_at TEXT NOT NULL,
            requested_at TEXT,
            answered_at TEXT,
            ready_at TEXT,
            ending_at TEXT,
            destroy_accepted_at TEXT,
            ended_at TEXT,
            last_seen_at TEXT,
            missing_begun TEXT,
            missing_ended TEXT,
            spent_low INTEGER NOT NULL,
            spent_high INTEGER NOT NULL,
            spent_until INTEGER,
            seen_low INTEGER,
            seen_high INTEGER,
            seen_before_low INTEGER,
            seen_before_high INTEGER
        ) STRICT;
        CREATE INDEX rental_by_state ON rental (state);
        CREATE INDEX rental_by_instance ON rental (instance);
        CREATE TABLE event (
            number INTEGER PRIMARY KEY,
            rental TEXT NOT NULL REFERENCES rental (id),
            at TEXT NOT NULL,
            kind TEXT NOT NULL,
            detail TEXT NOT NULL
        ) STRICT;
        CREATE INDEX event_by_rental ON event (rental);
        CREATE TABLE spending (
            day TEXT NOT NULL,
            rental TEXT NOT NULL REFERENCES rental (id),
            low INTEGER NOT NULL,
            high INTEGER NOT NULL,
            PRIMARY KEY (day, rental)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE listing (
            provider TEXT PRIMARY KEY,
            tool TEXT NOT NULL,
            begun TEXT NOT NULL,
            ended TEXT NOT NULL,
            instances TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE avoided_machine (
            provider TEXT NOT NULL,
            machine TEXT NOT NULL,
            at TEXT NOT NULL,
            reason TEXT NOT NULL,
            PRIMARY KEY (provider, machine)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE wish (
            fleet_group TEXT NOT NULL,
            at TEXT NOT NULL,
            machines INTEGER NOT NULL
        ) STRICT;
        CREATE TABLE run (
            number INTEGER PRIMARY KEY,
            tool TEXT NOT NULL,
            begun TEXT NOT NULL,
            ended TEXT,
            status INTEGER,
            record TEXT
        ) STRICT;
        """,
        """
        ALTER TABLE rental ADD COLUMN draining_at TEXT;
        ALTER TABLE rental ADD COLUMN stop_asked_at TEXT;
        ALTER TABLE rental ADD COLUMN stop_accepted_at TEXT;
        ALTER TABLE rental ADD COLUMN held_low INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE rental ADD COLUMN held_high INTEGER NOT NULL DEFAULT 0;
        """,
    ]
}
