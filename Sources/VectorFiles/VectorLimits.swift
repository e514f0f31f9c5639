/// What a file may ask of this machine before it is taken for an attack or a mistake.
package struct VectorLimits: Sendable {
    /// Of one file when decompressed, and of standard input. A plain file has its own size.
    package var bytes = 2 << 30
    /// Bytes out for one byte in. Vectors in hexadecimal come to 2 or 3, and long messages of one
    /// repeated byte to some hundreds; what is made to fill memory comes to 1,000 and more.
    package var ratio = 500
    /// Up to here any ratio will do.
    package var ratioAppliesFromBytes = 64 << 20
    /// What the decoder itself may need. `xz -9` needs 65 MiB; a header can ask for 4 GiB.
    package var decoderBytes = 256 << 20

    package init() {}
}
