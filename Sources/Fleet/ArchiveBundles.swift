import CanonicalJSON
import Evidence

/// Bundles in an archive, whose files come in any order: each is summed up as it comes, so that a
/// bundle that waits for its rest takes a kilobyte.
struct ArchiveBundles {
    private let place: String
    private var folders: [String: BundleParts] = [:]
    private var failures: [String: FleetProblem] = [:]

    init(place: String) { self.place = place }

    static func isWanted(_ path: String) -> Bool {
        // Sonobuoy sums up all nodes in a file of the same name beside the folder of results.
        path.hasSuffix(".json")
            || path.hasSuffix("/sonobuoy_results.yaml")
                && path.split(separator: "/").dropLast(2).last == "results"
    }

    /// Whether the member belongs to a bundle.
    mutating func take(
        _ path: String, _ text: [UInt8], _ trust: FleetTrust
    ) throws(FleetProblem) -> Bool {
        let parts = path.split(separator: "/")
        let name = parts.last.map(String.init) ?? ""
        if !BundleParts.names.contains(name) { return false }
        // Many programs have a manifest.json.
        if name == BundleSources.resultsPath && !ReportReader.looksLikeReport(text) { return false }
        let folder = parts.dropLast().joined(separator: "/")
        do throws(FleetProblem) {
            try folders[folder, default: BundleParts()].add(
                name, text, place: "\(place):\(folder)",
                folder: parts.dropLast().last.map(String.init) ?? "", trust)
        } catch {
            failures[folder] = error
        }
        return true
    }

    /// What gave no whole bundle is told once for each folder.
    func end(_ part: inout FleetReports) {
        for (folder, parts) in folders.sorted(by: { $0.key < $1.key }) {
            if let failure = failures[folder] {
                if parts.hasResults || parts.hasManifest { part.add(failure) }
                continue
            }
            // A manifest or an environment alone is of another program.
            if !parts.hasResults && !parts.hasManifest { continue }
            do throws(FleetProblem) {
                part.reports.append(try parts.finish(place: "\(place):\(folder)"))
            } catch {
                part.add(error)
            }
        }
    }
}
