/// A file that is derived from the sources alone: a pure function of them.
package struct Projection: Sendable {
    /// What --format calls it.
    package let name: String
    /// Below the bundle.
    package let path: String
    /// What a person finds in it.
    package let purpose: String
    package let derive: @Sendable (BundleSources) -> String
}

extension Projection {
    /// Always written.
    package static let required: [Projection] = [.report, .verifyGuide, .assessment, .components]

    /// Written unless --format leaves them out.
    package static let optional: [Projection] = [
        .billOfMaterials, .junit, .sarif, .tap, .metrics, .hdf, .ctrf,
    ]

    package static func chosen(_ options: BundleOptions) -> [Projection] {
        required + optional.filter { options.formats.contains($0.name) }
    }
}
