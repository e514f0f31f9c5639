import Markup

/// Logarithms and coordinates in integers: a page is derived on two machines, and must be the same
/// to the last digit on both.
enum PlotScale {
    /// The binary logarithm in 1024ths. Squaring a significand and halving it are exact enough on
    /// every machine that has IEEE 754, which libm's logarithm is not.
    static func logarithm(_ value: Double) -> Int {
        guard value >= 1, value.isFinite else { return 0 }
        var whole = Int(value.exponent)
        var rest = value.significand
        for _ in 0..<10 {
            rest *= rest
            whole *= 2
            if rest >= 2 {
                rest /= 2
                whole += 1
            }
        }
        return whole
    }

    /// Tenths as SVG writes them.
    static func tenths(_ value: Int) -> String {
        let size = value.magnitude
        let sign = value < 0 ? "-" : ""
        return size % 10 == 0 ? "\(sign)\(size / 10)" : "\(sign)\(size / 10).\(size % 10)"
    }

    /// Where `value` lies between two others, from `start` to `end`.
    static func place(_ value: Int, _ low: Int, _ high: Int, _ start: Int, _ end: Int) -> Int {
        guard high > low else { return (start + end) / 2 }
        let part = Double(value - low) / Double(high - low)
        return start + Int((part * Double(end - start)).rounded())
    }
}

/// Signs that are told apart without colour.
enum PlotSign: Int, CaseIterable {
    case circle
    case square
    case triangle
    case diamond
    case openCircle
    case openSquare
    case openTriangle
    case openDiamond
    case plus
    case cross
    case wedge
    case openWedge

    static func at(_ index: Int) -> PlotSign { allCases[index % allCases.count] }

    private var isOpen: Bool {
        switch self {
        case .openCircle, .openSquare, .openTriangle, .openDiamond, .openWedge, .plus,
            .cross:
            true
        case .circle, .square, .triangle, .diamond, .wedge: false
        }
    }

    /// - Parameter x: in tenths, as `y`.
    func element(_ x: Int, _ y: Int) -> Element {
        func point(_ right: Int, _ down: Int) -> String {
            "\(PlotScale.tenths(x + right)) \(PlotScale.tenths(y + down))"
        }
        let path =
            switch self {
            case .circle, .openCircle:
                "M\(point(-33, 0))a3.3 3.3 0 1 0 6.6 0a3.3 3.3 0 1 0 -6.6 0Z"
            case .square, .openSquare: "M\(point(-30, -30))h6v6h-6Z"
            case .triangle, .openTriangle: "M\(point(0, -38))l3.8 6.6h-7.6Z"
            case .diamond, .openDiamond: "M\(point(0, -42))l4.2 4.2l-4.2 4.2l-4.2 -4.2Z"
            case .wedge, .openWedge: "M\(point(0, 38))l3.8 -6.6h-7.6Z"
            case .plus: "M\(point(-38, 0))h7.6M\(point(0, -38))v7.6"
            case .cross: "M\(point(-30, -30))l6 6M\(point(30, -30))l-6 6"
            }
        return Element("path", [("class", isOpen ? "sign open" : "sign"), ("d", path)])
    }
}

/// A drawing inside the page, which the page's own style sheet colours.
struct Drawing {
    private var svg: Element

    init(width: Int, height: Int, title: String) {
        svg = Element(
            "svg",
            [
                ("viewBox", "0 0 \(width) \(height)"), ("role", "img"),
                ("aria-label", Evidence.line(title, most: 300)),
            ])
    }

    var element: Element { svg }

    mutating func add(_ element: Element) { svg.add(element) }

    /// All in tenths.
    mutating func line(_ x1: Int, _ y1: Int, _ x2: Int, _ y2: Int, _ style: String) {
        svg.add(
            Element(
                "line",
                [
                    ("class", style), ("x1", PlotScale.tenths(x1)), ("y1", PlotScale.tenths(y1)),
                    ("x2", PlotScale.tenths(x2)), ("y2", PlotScale.tenths(y2)),
                ]))
    }

    mutating func path(_ points: [(x: Int, y: Int)], _ style: String) {
        let text = points.map { "\(PlotScale.tenths($0.x)),\(PlotScale.tenths($0.y))" }
        svg.add(
            Element(
                "polyline", [("class", style), ("points", text.joined(separator: " "))]))
    }

    mutating func label(
        _ x: Int, _ y: Int, _ text: String, _ anchor: String, _ style: String = "name"
    ) {
        svg.add(
            Element(
                "text",
                [
                    ("class", style), ("x", PlotScale.tenths(x)), ("y", PlotScale.tenths(y)),
                    ("text-anchor", anchor),
                ], text: Evidence.line(text, most: 60)))
    }
}
