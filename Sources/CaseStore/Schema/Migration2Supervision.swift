extension Migration {
    /// How urgent a case is, who works on it, who has looked at it, and since when its exhibits have been examined.
    static let supervision = Migration(
        version: 2, name: "supervision",
        sql: """
            CREATE TYPE risk_grade AS ENUM ('low', 'medium', 'high', 'very-high');
            ALTER TABLE cases
                ADD COLUMN risk risk_grade NOT NULL DEFAULT 'medium',
                ADD COLUMN risk_reason text,
                ADD COLUMN due_on date;
            CREATE TABLE case_members (
                case_id int NOT NULL REFERENCES cases,
                name text NOT NULL,
                assigned_at timestamptz NOT NULL DEFAULT clock_timestamp(),
                PRIMARY KEY (case_id, name)
            );
            CREATE TABLE case_reviews (
                case_id int NOT NULL REFERENCES cases,
                reviewed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
                reviewer text NOT NULL,
                decision text NOT NULL
            );
            CREATE INDEX case_reviews_case ON case_reviews (case_id, reviewed_at);
            ALTER TABLE exhibits
                ADD COLUMN started_at timestamptz,
                -- When a shard was last granted and when one last ended; each may be a second behind.
                ADD COLUMN granted_at timestamptz,
                ADD COLUMN progressed_at timestamptz;
            -- By it the throughput of the last minutes is known.
            ALTER TABLE shards ADD COLUMN ended_at timestamptz;
            UPDATE exhibits SET started_at = registered_at WHERE state <> 'registered';
            """)
}
