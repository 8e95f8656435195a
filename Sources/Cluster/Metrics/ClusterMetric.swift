/// Every metric of a coordinator or a worker, by the name under which it is read. No label of any of them comes from a
/// case or from evidence, and each takes few values, which are known beforehand.
public enum ClusterMetric: String, CaseIterable, Sendable {
    // Of a coordinator.
    case grants = "caseload_grants_total"
    case landedRows = "caseload_landed_rows_total"
    case landedBatches = "caseload_landed_batches_total"
    case refusedFindings = "caseload_refused_findings_total"
    case deaths = "caseload_examiner_deaths_total"
    case databaseSeconds = "caseload_database_seconds"
    case databaseErrors = "caseload_database_errors_total"
    case databaseUp = "caseload_database_up"
    case queuedShards = "caseload_queue_shards"
    case queuedBytes = "caseload_queue_bytes"
    case exhibits = "caseload_exhibits"
    case oldestWaiting = "caseload_oldest_waiting_exhibit_seconds"
    case longestStanding = "caseload_longest_without_progress_seconds"
    case workers = "caseload_workers"
    case oldestLease = "caseload_oldest_lease_seconds"
    case sampled = "caseload_queue_sampled_timestamp_seconds"
    // Of a worker.
    case takenShards = "caseload_taken_shards_total"
    case heldLeases = "caseload_held_leases"
    case handedIn = "caseload_handed_in_batches_total"
    case examinedItems = "caseload_examined_items_total"
    case examinedBytes = "caseload_examined_bytes_total"
    case landingSeconds = "caseload_landing_seconds"
    case examinerDeaths = "caseload_own_examiner_deaths_total"
    case examinerStarts = "caseload_examiner_starts_total"
    case examinersReady = "caseload_examiners_ready"
    case examinersWanted = "caseload_examiners_wanted"
    case examinerMemory = "caseload_examiner_memory_bytes"
    case coordinatorUp = "caseload_coordinator_up"
    case coordinatorWaits = "caseload_coordinator_waits_total"
    // Of both.
    case refusedPeers = "caseload_refused_peers_total"
    case certificateEnd = "caseload_certificate_end_timestamp_seconds"

    /// What it says, in a line.
    public var help: String {
        switch self {
        case .grants: "Shards granted, by kind."
        case .landedRows: "Rows of findings that have landed, by table."
        case .landedBatches: "Batches of findings that have landed."
        case .refusedFindings: "Batches of findings that were refused, by reason."
        case .deaths: "Deaths of examiners that workers have reported, by cause."
        case .databaseSeconds: "Seconds that a transaction took, waiting for a free connection included."
        case .databaseErrors: "Transactions that the database did not carry out, by what follows."
        case .databaseUp: "1 if the database has answered the last transaction."
        case .queuedShards: "Shards of the whole database that wait or are leased, by kind and state."
        case .queuedBytes: "About how many bytes those shards read, by kind and state."
        case .exhibits: "Exhibits of open cases, by state."
        case .oldestWaiting: "For how long the exhibit has waited of which nothing has been examined yet."
        case .longestStanding: "For how long nothing has landed of the exhibit in examination where that is longest."
        case .workers: "Workers that were seen within a day, or about which something is decided, by state."
        case .oldestLease: "For how long the lease is held that was granted before all others."
        case .sampled: "When the queue's figures were last taken, in seconds since 1970."
        case .takenShards: "Shards taken, by kind."
        case .heldLeases: "Leases held."
        case .handedIn: "Batches of findings handed in, by what became of them."
        case .examinedItems: "Items whose content was read and has landed."
        case .examinedBytes: "Bytes of their contents."
        case .landingSeconds: "Seconds from handing a batch in to the answer, waiting for a coordinator included."
        case .examinerDeaths: "Deaths of this worker's examiners, by cause."
        case .examinerStarts: "Examiners started."
        case .examinersReady: "Examiners that have proven their digests and examine, or wait for work."
        case .examinersWanted: "Examiners that this worker keeps."
        case .examinerMemory: "Private memory of the examiner in each place."
        case .coordinatorUp: "1 if a coordinator has answered the last call."
        case .coordinatorWaits: "Calls that had to be repeated because no coordinator answered."
        case .refusedPeers: "Certificates that were refused, this process's own included, by reason."
        case .certificateEnd: "When this process's certificate ends, in seconds since 1970."
        }
    }

    /// The help by name, as an exporter needs it.
    public static var help: [String: String] {
        Dictionary(uniqueKeysWithValues: allCases.map { ($0.rawValue, $0.help) })
    }
}
