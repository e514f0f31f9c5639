/// This program, as records name it.
package enum Tool {
    package static let version = "0.1.0"
}
