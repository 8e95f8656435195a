public import ArgumentParser
import Authority
public import Cluster

extension CoordinatorAddress: ExpressibleByArgument {
    public init?(argument: String) { self.init(network: argument) }
}

/// An address of this machine, and a port: where a coordinator listens.
struct ListenAddress: ExpressibleByArgument {
    let host: String
    let port: Int

    init?(argument: String) {
        // An address alone: a name could lead to several, and not all of them need be meant.
        guard case .network(.address(_, let text), let port)? = CoordinatorAddress(network: argument) else {
            return nil
        }
        (host, self.port) = (text, port)
    }
}
