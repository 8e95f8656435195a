extension Migration {
    /// Cases, exhibits, the queue of shards, findings, hash sets.
    ///
    /// Findings (volumes, items, further_paths, contents, hits, failures, extents, verifications) are only ever
    /// COPYed in: nothing updates them, queries join them by (exhibit_id, volume, ordinal). They carry few indexes,
    /// because each costs every landing.
    static let foundations = Migration(
        version: 1, name: "foundations", sql: cases + queue + items + findings + registry)

    private static let cases = """
        CREATE TABLE cases (
            case_id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            reference text NOT NULL UNIQUE,
            title text,
            state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'closed')),
            created_at timestamptz NOT NULL DEFAULT clock_timestamp()
        );
        CREATE TABLE exhibits (
            exhibit_id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            case_id int NOT NULL REFERENCES cases,
            reference text NOT NULL,
            path text NOT NULL,
            files jsonb NOT NULL,
            options jsonb NOT NULL,
            requested_digests jsonb NOT NULL,
            state text NOT NULL DEFAULT 'registered' CHECK (state IN ('registered', 'examining', 'done')),
            registered_at timestamptz NOT NULL DEFAULT clock_timestamp(),
            finished_at timestamptz,
            -- What the survey says of the image; NULL until it has landed.
            format text,
            byte_count bigint,
            sector_size int,
            stored_digests jsonb,
            acquisition jsonb,
            UNIQUE (case_id, reference)
        );

        """

    private static let queue = """
        CREATE TABLE shards (
            shard_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            exhibit_id int NOT NULL REFERENCES exhibits,
            kind text NOT NULL,
            volume int,
            priority smallint NOT NULL,
            position bigint NOT NULL,
            byte_count bigint NOT NULL,
            specification bytea NOT NULL,
            state text NOT NULL DEFAULT 'ready' CHECK (state IN ('ready', 'leased', 'done', 'replaced', 'failed')),
            fence bigint NOT NULL DEFAULT 0,
            deaths int NOT NULL DEFAULT 0,
            lapses int NOT NULL DEFAULT 0,
            worker text,
            leased_until timestamptz,
            landed_batches int NOT NULL DEFAULT 0,
            landed_items bigint NOT NULL DEFAULT 0,
            landed_contents bigint NOT NULL DEFAULT 0,
            landed_hits bigint NOT NULL DEFAULT 0,
            landed_failures bigint NOT NULL DEFAULT 0,
            CHECK ((state = 'leased') = (leased_until IS NOT NULL))
        );
        CREATE INDEX shards_ready ON shards (priority, position, shard_id) WHERE state = 'ready';
        CREATE INDEX shards_leased ON shards (leased_until) WHERE state = 'leased';
        CREATE INDEX shards_exhibit ON shards (exhibit_id, state);
        CREATE TABLE workers (
            name text PRIMARY KEY,
            description jsonb NOT NULL,
            seen_at timestamptz NOT NULL DEFAULT clock_timestamp()
        );

        """

    /// The columns go from wide to narrow, so that no byte is lost to alignment.
    private static let items = """
        CREATE TYPE item_kind AS ENUM ('file', 'directory', 'link', 'virtual', 'fork', 'fifo', 'socket',
            'character-device', 'block-device', 'other');
        CREATE TABLE items (
            ordinal bigint NOT NULL,
            byte_count bigint,
            created timestamptz,
            modified timestamptz,
            accessed timestamptz,
            changed timestamptz,
            -- Nanoseconds (0 to 999) below the microsecond of the four times: created + modified * 2^10 +
            -- accessed * 2^20 + changed * 2^30; NULL when all are 0.
            nanoseconds bigint,
            exhibit_id int NOT NULL,
            volume int NOT NULL,
            kind item_kind NOT NULL,
            is_allocated boolean NOT NULL,
            is_overwritten boolean NOT NULL,
            address text NOT NULL,
            stream bytea,
            path bytea NOT NULL,
            link_target bytea,
            -- Offsets, then as many lengths; offset -1 is a hole.
            runs bigint[],
            slack bigint[],
            -- Seconds since 1970 and nanoseconds of the four times in turn, when one of them lies outside of the
            -- years of timestamptz (and is an infinity there).
            far_times bigint[],
            PRIMARY KEY (exhibit_id, volume, ordinal)
        );
        CREATE TABLE further_paths (
            ordinal bigint NOT NULL,
            exhibit_id int NOT NULL,
            volume int NOT NULL,
            path bytea NOT NULL
        );
        CREATE INDEX further_paths_item ON further_paths (exhibit_id, volume, ordinal);

        """

    private static let findings = """
        CREATE TYPE content_state AS ENUM ('examined', 'partial', 'failed');
        CREATE TYPE digest_algorithm AS ENUM ('md5', 'sha1', 'sha256');
        CREATE TYPE coverage_class AS ENUM ('unreadable', 'content', 'failed', 'slack', 'structures', 'unallocated',
            'unpartitioned');
        CREATE TABLE volumes (
            exhibit_id int NOT NULL REFERENCES exhibits,
            volume int NOT NULL,
            start bigint NOT NULL,
            byte_count bigint NOT NULL,
            scheme text NOT NULL,
            description text NOT NULL,
            file_system text,
            label text,
            state text NOT NULL CHECK (state IN ('readable', 'failed')),
            subvolume bigint NOT NULL,
            PRIMARY KEY (exhibit_id, volume)
        );
        CREATE TABLE contents (
            ordinal bigint NOT NULL,
            exhibit_id int NOT NULL,
            volume int NOT NULL,
            state content_state NOT NULL,
            md5 bytea,
            sha1 bytea,
            sha256 bytea,
            type text,
            PRIMARY KEY (exhibit_id, volume, ordinal)
        );
        CREATE TABLE hits (
            ordinal bigint NOT NULL,
            entry bigint NOT NULL,
            -- The transaction that landed it: a listing that follows asks for what its last moment did not see.
            landing bigint NOT NULL,
            exhibit_id int NOT NULL,
            volume int NOT NULL,
            algorithm digest_algorithm NOT NULL,
            hash_set bytea NOT NULL,
            category text,
            PRIMARY KEY (exhibit_id, volume, ordinal, hash_set, algorithm, entry)
        );
        CREATE INDEX hits_landing ON hits USING brin (landing);
        CREATE TABLE failures (
            ordinal bigint,
            start bigint,
            byte_count bigint,
            exhibit_id int NOT NULL,
            volume int,
            scope text NOT NULL,
            stage text NOT NULL,
            reason text NOT NULL,
            address text,
            path bytea,
            detail text NOT NULL
        );
        CREATE INDEX failures_exhibit ON failures (exhibit_id);
        CREATE TABLE extents (
            start bigint NOT NULL,
            byte_count bigint NOT NULL,
            exhibit_id int NOT NULL,
            volume int,
            class coverage_class NOT NULL
        );
        CREATE INDEX extents_exhibit ON extents (exhibit_id);
        CREATE TABLE verifications (
            exhibit_id int NOT NULL REFERENCES exhibits,
            algorithm digest_algorithm NOT NULL,
            stored bytea NOT NULL,
            origin text NOT NULL,
            computed bytea,
            PRIMARY KEY (exhibit_id, algorithm, stored, origin)
        );

        """

    private static let registry = """
        CREATE TABLE methods (
            exhibit_id int NOT NULL REFERENCES exhibits,
            worker text NOT NULL,
            method jsonb NOT NULL,
            recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
            digest bytea NOT NULL GENERATED ALWAYS AS (decode(md5(method::text), 'hex')) STORED,
            PRIMARY KEY (exhibit_id, worker, digest)
        );
        CREATE TABLE hash_sets (
            sha256 bytea PRIMARY KEY,
            name text NOT NULL,
            version text NOT NULL,
            category text,
            format text NOT NULL,
            read_count bigint NOT NULL,
            distinct_count bigint NOT NULL,
            written_count bigint NOT NULL,
            verified_count bigint NOT NULL,
            rejected_count bigint NOT NULL,
            imported_at timestamptz NOT NULL DEFAULT clock_timestamp(),
            removed_at timestamptz
        );
        """
}
