extension HistoryPlot {
    /// A page that stands alone: the plots, and their segments and change points in words.
    package static func page(_ plots: [HistoryPlot], madeAt: String) -> String {
        """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>fipsmark history</title>
        <style>
        body { font-family: sans-serif; max-width: 62em; margin: 2em auto; padding: 0 1em }
        table { border-collapse: collapse } td, th { padding: .2em .8em; text-align: left }
        th { border-bottom: 1px solid } .open { color: #c0392b } .accepted { color: #2e7d32 }
        </style>
        </head>
        <body>
        <h1>fipsmark history</h1>
        <p>Lower is faster. The line is the middle of the runs, the band holds nine in ten of them.
        Red lines are change points, green ones are accepted, dotted ones begin another fingerprint:
        what lies on both sides of one is told and not judged.</p>
        \(plots.map(\.section).joined(separator: "\n"))
        <footer><p>Made at \(escaped(madeAt)).</p></footer>
        </body>
        </html>

        """
    }

    private var section: String {
        var rows: [String] = []
        for segment in segments {
            let date = HistoryPlot.date(segment.times.first)
            for remark in segment.remarks {
                rows.append("<tr><td>\(date)</td><td>\(escaped(remark))</td></tr>")
            }
            for mark in segment.marks {
                let kind = mark.isAccepted ? "accepted" : "open"
                let date = HistoryPlot.date(segment.times[mark.index])
                rows.append(
                    "<tr class=\"\(kind)\"><td>\(date)</td><td>\(escaped(mark.text))</td></tr>")
            }
        }
        let table =
            rows.isEmpty
            ? "<p>No change point.</p>"
            : "<table><tr><th>date</th><th>what changed</th></tr>\n"
                + rows.joined(separator: "\n") + "\n</table>"
        return "<section>\n<h2>\(escaped(title))</h2>\n\(svg)\(table)\n</section>"
    }
}
