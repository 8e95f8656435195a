internal import Glibc

/// Looks at a TCP port of this host or another's. It sends nothing.
public enum PortProbe {
    public enum Answer: Hashable, Sendable {
        /// This host could listen there.
        case free
        /// Somebody listens there already.
        case taken
        /// Somebody answers there.
        case reached
        /// In the system's words.
        case refused(String)
    }

    /// How long an answer is waited for, in milliseconds.
    private static let patience: Int32 = 3000

    /// Looks whether this host could listen at one of its addresses.
    public static func listen(at host: String, port: Int) -> Answer {
        unsafe withSocket(host, port, flags: AI_PASSIVE | AI_NUMERICHOST) { descriptor, address in
            // As servers do: a connection that has just ended is in nobody's way.
            var yes: Int32 = 1
            _ = unsafe setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
            let isBound = unsafe bind(descriptor, address.ai_addr, address.ai_addrlen) == 0
            if isBound, Glibc.listen(descriptor, 1) == 0 { return .free }
            return errno == EADDRINUSE ? .taken : .refused(SystemError.words(for: errno))
        }
    }

    /// Looks whether somebody answers, for at most three seconds.
    public static func reach(_ host: String, port: Int) -> Answer {
        unsafe withSocket(host, port, flags: 0) { descriptor, address in
            if unsafe connect(descriptor, address.ai_addr, address.ai_addrlen) == 0 { return .reached }
            guard errno == EINPROGRESS else { return .refused(SystemError.words(for: errno)) }
            var waiting = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
            guard unsafe poll(&waiting, 1, patience) == 1 else { return .refused(SystemError.words(for: ETIMEDOUT)) }
            var (code, length): (Int32, socklen_t) = (0, socklen_t(MemoryLayout<Int32>.size))
            let isKnown = unsafe getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &code, &length) == 0
            return isKnown && code == 0 ? .reached : .refused(SystemError.words(for: isKnown ? code : errno))
        }
    }

    private static func withSocket(
        _ host: String, _ port: Int, flags: Int32, _ body: (Int32, addrinfo) -> Answer
    ) -> Answer {
        var hints = unsafe addrinfo()
        unsafe hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        unsafe hints.ai_flags = flags
        var found: UnsafeMutablePointer<addrinfo>?
        let code = unsafe getaddrinfo(host, "\(port)", &hints, &found)
        guard code == 0, let list = unsafe found else {
            return .refused(unsafe gai_strerror(code).map { unsafe String(cString: $0) } ?? "no such host")
        }
        defer { unsafe freeaddrinfo(list) }
        let kind = Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
        let descriptor = unsafe socket(list.pointee.ai_family, kind, 0)
        guard descriptor >= 0 else { return .refused(SystemError.words(for: errno)) }
        defer { close(descriptor) }
        return unsafe body(descriptor, list.pointee)
    }
}
