extension Migration {
    /// What operators see of workers and decide about them, and what workers have done, minute by minute.
    static let operation = Migration(
        version: 3, name: "operation",
        sql: """
            ALTER TABLE workers
                ADD COLUMN enrolled_at timestamptz NOT NULL DEFAULT clock_timestamp(),
                ADD COLUMN state text NOT NULL DEFAULT 'active'
                    CHECK (state IN ('active', 'draining', 'quarantined')),
                ADD COLUMN state_reason text,
                ADD COLUMN state_since timestamptz NOT NULL DEFAULT clock_timestamp();
            -- The exhibit is chosen first, then its shards.
            DROP INDEX shards_ready;
            CREATE INDEX shards_ready ON shards (exhibit_id, priority, position, shard_id) WHERE state = 'ready';
            -- A queue's rows change two or three times in a short life.
            ALTER TABLE shards SET (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_cost_delay = 0);
            -- Who held a shard's leases before the newest, the last of them last: what is late is told from what is invented.
            ALTER TABLE shards ADD COLUMN former_workers text[];
            -- When its newest lease was granted.
            ALTER TABLE shards ADD COLUMN granted_at timestamptz;
            -- What workers have done against the rules (`Conduct`).
            CREATE TABLE worker_breaches (
                worker text NOT NULL,
                noted_at timestamptz NOT NULL,
                breach text NOT NULL,
                detail text NOT NULL
            );
            CREATE INDEX worker_breaches_worker ON worker_breaches (worker, noted_at);
            CREATE TABLE worker_activity (
                worker text NOT NULL,
                -- The start of the minute by the database's clock.
                minute timestamptz NOT NULL,
                examiners int NOT NULL,
                -- Of all examiners together: examining, waiting for findings to land, waiting for work.
                busy_milliseconds bigint NOT NULL,
                landing_milliseconds bigint NOT NULL,
                idle_milliseconds bigint NOT NULL,
                byte_count bigint NOT NULL,
                item_count bigint NOT NULL,
                PRIMARY KEY (worker, minute)
            );
            -- Minutes come in their order.
            CREATE INDEX worker_activity_minute ON worker_activity USING brin (minute);
            -- What keeps a worker from examining an exhibit; it says so again for as long as it is so.
            CREATE TABLE obstacles (
                exhibit_id int NOT NULL REFERENCES exhibits,
                worker text NOT NULL,
                detail text NOT NULL,
                seen_at timestamptz NOT NULL DEFAULT clock_timestamp(),
                PRIMARY KEY (exhibit_id, worker)
            );
            """)
}
