internal import ClusterProtocol
internal import struct Foundation.Data
internal import GRPCCore
internal import HashSets
internal import SwiftProtobuf

extension CoordinationService {
    /// Sends an index from an offset on, or as much of it as one call carries: no call takes long, and whoever wants the
    /// rest asks again.
    func fetchIndex(
        request: Caseload_V1_IndexRequest, response: RPCWriter<Caseload_V1_IndexBlock>, context: ServerContext
    ) async throws {
        try admit(request.worker, context)
        guard request.sha256.count == 32, request.offset >= 0 else {
            throw RPCError(code: .invalidArgument, message: "No index is named so, or begins there.")
        }
        let (name, folder) = ([UInt8](request.sha256), options.hashSetFolder)
        do {
            let index = try await Departure.unlessCancelled { try IndexContent(of: name, in: folder) }
            var offset = request.offset
            repeat {
                let place = offset
                let content = try await Departure.unlessCancelled {
                    try index.bytes(at: place, count: ProtocolLimits.blockByteCount)
                }
                offset += Int64(content.count)
                try await response.write(
                    .with {
                        $0.content = Data(content)
                        $0.byteCount = index.byteCount
                    })
            } while offset < min(index.byteCount, request.offset + ProtocolLimits.indexByteCountOfCall)
        } catch let error as HashSetError {
            throw RPCError(code: .notFound, message: "\(error)")
        }
    }
}
