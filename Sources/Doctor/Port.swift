internal import Processes

/// A place on the network where a role listens, or where it reaches another.
struct Port: Hashable {
    let place: String
    var seen: PortProbe.Answer

    /// Looks whether this host could listen there.
    static func look(toListenAt host: String, port: Int) -> Port {
        Port(place: "\(host):\(port)", seen: PortProbe.listen(at: host, port: port))
    }

    /// Looks whether somebody answers there.
    static func look(toReach host: String, port: Int) -> Port {
        Port(place: "\(host):\(port)", seen: PortProbe.reach(host, port: port))
    }

    /// Of a place where this role would listen.
    func diagnosis(ofListening subject: String) -> Diagnosis {
        switch seen {
        case .free, .reached: .sound(subject, "\(place) is free")
        case .taken:
            Diagnosis(
                subject, .doubtful, "somebody listens at \(place) already",
                remedy: "Right, if this role runs; else choose another port (ss -ltnp says who it is).")
        case .refused(let words):
            Diagnosis(
                subject, .wrong, "\(place): \(words)", remedy: "Name an address of this host, and a port from 1024 on.")
        }
    }

    /// Of a coordinator that a worker needs.
    var diagnosisOfReaching: Diagnosis {
        guard case .refused(let words) = seen else { return .sound("coordinator \(place)", "it answers") }
        return Diagnosis(
            "coordinator \(place)", .wrong, words,
            remedy: "Start it, let its port through the firewalls between, or correct the name.")
    }
}
