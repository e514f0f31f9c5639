import Glibc

/// An open file of a tree, of which parts are read: an executable may have 100 MB.
package final class HostFile {
    private let descriptor: Int32
    package let sizeBytes: Int
    /// The same for every name of one file.
    package let device: UInt64
    package let number: UInt64
    /// Why a part could not be read; nil where every part was.
    private(set) package var fault: String?

    init(descriptor: Int32, status: stat) {
        self.descriptor = descriptor
        sizeBytes = Int(status.st_size)
        device = UInt64(status.st_dev)
        number = UInt64(status.st_ino)
    }

    deinit {
        close(descriptor)
    }

    /// Up to so many bytes; fewer where the file ends.
    package func read(at offset: Int, count: Int) -> [UInt8] {
        let wanted = max(0, min(count, sizeBytes - offset))
        return unsafe [UInt8](unsafeUninitializedCapacity: wanted) { buffer, filled in
            while filled < wanted {
                let got = unsafe pread(
                    descriptor, buffer.baseAddress?.advanced(by: filled), wanted - filled,
                    off_t(offset + filled))
                if got < 0 && errno == EINTR { continue }
                if got < 0 { fault = unsafe String(cString: strerror(errno)) }
                // The file may have become shorter since it was opened.
                if got <= 0 { return }
                filled += got
            }
        }
    }
}

/// What came of opening a file.
package enum OpenedFile {
    case file(HostFile)
    /// As `read` says it; there are no bytes in it.
    case failed(FileReading)
}
