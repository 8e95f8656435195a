public import Authority
public import CaseStore
public import Cluster
public import Evidence
public import HashSets
public import PrivateStore
public import Processes
public import Reporting

// What each target's errors mean for the exit code, in one place.

extension AuthorityError: ExitStatusError {
    public var exitStatus: ExitStatus { reason == .cannotWrite ? .systemRefused : .refusedInput }
}

extension EvidenceError: ExitStatusError {
    public var exitStatus: ExitStatus { .refusedInput }
}

extension ExaminedOtherwise: ExitStatusError {
    public var exitStatus: ExitStatus { .refusedInput }
}

extension SecretError: ExitStatusError {
    public var exitStatus: ExitStatus { .refusedInput }
}

extension SameImage: ExitStatusError {
    public var exitStatus: ExitStatus { .refusedInput }
}

extension HashSetError: ExitStatusError {
    public var exitStatus: ExitStatus {
        switch reason {
        case .cannotWrite: .systemRefused
        case .countsDisagree: .internalError
        default: .refusedInput
        }
    }
}

extension StoreError: ExitStatusError {
    public var exitStatus: ExitStatus {
        switch reason {
        case .invalidAddress, .conflict, .inadmissible, .notFound: .refusedInput
        case .unreachable, .accessDenied, .databaseMissing, .schemaMissing, .schemaOlder, .schemaNewer, .starting,
            .busy, .connectionLost, .commitUnknown:
            .unreachable
        case .storageFull: .systemRefused
        case .other: .unexpected
        }
    }
}

extension PrivateStoreError: ExitStatusError {
    public var exitStatus: ExitStatus {
        switch reason {
        case .otherVersion, .inUse, .foreignOwner, .unreachableFolder: .refusedInput
        case .missingPrograms, .diskFull, .fileSystem: .systemRefused
        case .serverFailed, .keeperFailed: .unreachable
        }
    }
}

extension ProcessError: ExitStatusError {
    public var exitStatus: ExitStatus { .systemRefused }
}

extension DoorTaken: ExitStatusError {
    public var exitStatus: ExitStatus { .refusedInput }
}

extension Refusal: ExitStatusError {
    public var exitStatus: ExitStatus { .refusedInput }
}

extension WorkerError: ExitStatusError {
    public var exitStatus: ExitStatus {
        switch self {
        case .refused: .refusedInput
        case .examinersDoNotStart: .systemRefused
        }
    }
}

extension LocalRoleError: ExitStatusError {
    public var exitStatus: ExitStatus { .systemRefused }
}

extension ProtocolError: ExitStatusError {
    public var exitStatus: ExitStatus { .internalError }
}
