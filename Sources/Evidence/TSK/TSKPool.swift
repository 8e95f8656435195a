internal import CTSK
internal import Findings

/// An APFS container, and the image through which it shows one of its volumes.
@safe final class TSKPool {
    private let handle: UnsafePointer<TSK_POOL_INFO>
    let volume: UnsafeMutablePointer<TSK_IMG_INFO>
    /// The container reads from it for as long as it lives.
    private let image: TSKImage

    init(of volume: Volume, in image: TSKImage) throws(EvidenceError) {
        guard let opened = unsafe tsk_pool_open_img_sing(image.handle, volume.range.offset, TSK_POOL_TYPE_APFS) else {
            throw image.refusal(of: volume)
        }
        guard let shown = unsafe ctsk_pool_volume_open(opened, TSK_DADDR_T(clamping: volume.subvolume)) else {
            let refusal = image.refusal(of: volume)
            unsafe tsk_pool_close(opened)
            throw refusal
        }
        unsafe (handle, self.volume, self.image) = (opened, shown, image)
    }

    deinit {
        unsafe ctsk_pool_volume_close(volume)
        unsafe tsk_pool_close(handle)
    }
}
