internal import Foundation

/// How the private server is set up: for bulk landing on one machine that examines meanwhile, and so that a lease's
/// fence survives whatever is killed. Given on the command line, so that they change with the program and not with the
/// age of the data folder.
enum ServerSettings {
    static func arguments(socket: SocketFolder, memory: UInt64 = ProcessInfo.processInfo.physicalMemory) -> [String] {
        let settings: [(String, String)] = [
            ("listen_addresses", ""),
            ("unix_socket_directories", socket.path),
            ("unix_socket_permissions", "0700"),
            ("port", "\(SocketFolder.port)"),
            ("cluster_name", clusterName),
            ("max_connections", "50"),
            // Memory: a 16th of the machine's for pages, between 64 and 256 MB; the system's cache has the rest.
            ("shared_buffers", "\(min(256, max(64, memory >> 24)))MB"),
            ("work_mem", "32MB"),
            ("maintenance_work_mem", "128MB"),
            // Containers give /dev/shm 64 MB, which a parallel query outgrows.
            ("dynamic_shared_memory_type", "mmap"),
            // Durability: what was committed stays, also when the power goes.
            ("fsync", "on"),
            ("synchronous_commit", "on"),
            ("full_page_writes", "on"),
            // Few checkpoints while findings pour in; nobody replicates this server.
            ("wal_level", "minimal"),
            ("max_wal_senders", "0"),
            ("wal_compression", "off"),
            ("wal_buffers", "16MB"),
            ("max_wal_size", "2GB"),
            ("checkpoint_timeout", "15min"),
            // The cores are for examiners.
            ("autovacuum_max_workers", "1"),
            // What has just landed is what is listed next: the planner should know of it.
            ("autovacuum_naptime", "15s"),
            ("max_parallel_workers_per_gather", "1"),
            ("jit", "off"),
            // What is said must not depend on the user's language, nor hold what evidence says.
            ("lc_messages", "C"),
            ("TimeZone", "UTC"),
            ("log_timezone", "UTC"),
            ("log_destination", "stderr"),
            ("logging_collector", "off"),
            ("log_min_error_statement", "panic"),
            ("log_checkpoints", "off"),
            ("log_autovacuum_min_duration", "-1"),
        ]
        return settings.flatMap { ["-c", "\($0)=\($1)"] }
    }

    /// By this a server that a killed keeper left behind is known from one that somebody else started.
    static let clusterName = "caseload-keeper"
}
