import CanonicalJSON
import CommandSupport
import Evidence

/// The bundles of one folder, each of which names the one before it.
enum BundleChain {
    struct Link {
        let folder: String
        let manifest: Manifest
        let text: [UInt8]
    }

    /// The bundles in a folder, the oldest run first; what is no bundle is passed over.
    static func links(in folder: String) throws(CommandError) -> [Link] {
        var links: [Link] = []
        for name in try BundleFolder.names(in: folder)
        where !name.contains(BundleFolder.unfinished) {
            let path = "\(folder)/\(name)"
            guard let text = try? FileBytes.read("\(path)/\(Manifest.path)"),
                let manifest = try? Manifest(text)
            else { continue }
            links.append(Link(folder: path, manifest: manifest, text: text))
        }
        return links.sorted {
            ($0.manifest.startedAt, $0.manifest.runID) < ($1.manifest.startedAt, $1.manifest.runID)
        }
    }

    /// The newest bundle of a run before this one; nil where there is none.
    static func newest(
        in folder: String, before run: Results
    ) throws(CommandError) -> Link? {
        guard let links = try? links(in: folder) else { return nil }
        return links.last { $0.manifest.startedAt < run.startedAt && $0.manifest.original.isEmpty }
    }
}
