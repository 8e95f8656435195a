/// When leases ended in silence, and when their shards were granted again: as PostgreSQL saw it, by its own clock.
struct LapseRecord {
    private let database: Database

    /// Lets a trigger keep the record from now on.
    init(in database: Database) async throws {
        self.database = database
        _ = try await database.ask(
            """
            CREATE TABLE lapse_record (shard_id bigint, ended timestamptz, granted timestamptz);
            CREATE FUNCTION note_lapse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                IF NEW.lapses > OLD.lapses THEN
                    INSERT INTO lapse_record VALUES (OLD.shard_id, OLD.leased_until);
                ELSIF NEW.state = 'leased' AND OLD.state = 'ready' THEN
                    UPDATE lapse_record SET granted = clock_timestamp()
                    WHERE shard_id = NEW.shard_id AND granted IS NULL;
                END IF;
                RETURN NULL;
            END $$;
            CREATE TRIGGER lapse_record AFTER UPDATE ON shards FOR EACH ROW EXECUTE FUNCTION note_lapse();
            """)
    }

    /// The most seconds from the end of a lease to the next grant of its shard; nil where no lease has ended in silence.
    var longestDelay: Double? {
        get async throws {
            Double(try await database.ask("SELECT extract(epoch FROM max(granted - ended)) FROM lapse_record"))
        }
    }
}
