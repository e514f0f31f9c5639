package import BenchRecord

extension BenchRecord.Quietness {
    /// How quiet the machine was, from what every process saw.
    ///
    /// - Parameters:
    ///   - stored: the floor that was known before this run.
    ///   - remarks: what was seen elsewhere.
    package init(
        _ noises: [BenchJob.Noise], stored: Double?, floorFile: String, group: ControlGroup,
        remarks: [String]
    ) {
        var all = BenchJob.Noise(floorInUse: 0)
        for noise in noises {
            all.batches += noise.batches
            all.clean += noise.clean
            all.contended += noise.contended
            all.frequencyChanged += noise.frequencyChanged
            all.withCalls += noise.withCalls
            all.slowCalls += noise.slowCalls
            all.switched += noise.switched
            all.throttled += noise.throttled
        }
        func perMille(_ count: Int) -> Int { all.batches == 0 ? 0 : count * 1000 / all.batches }
        func percent(_ count: Int) -> String { "\(perMille(count) / 10) %" }
        let clean = perMille(all.clean)
        var seen: [String] = []
        if perMille(all.contended) >= 10 {
            seen.append("something else used the core during \(percent(all.contended)) of batches")
        }
        if perMille(all.frequencyChanged) >= 10 {
            seen.append("the frequency changed during \(percent(all.frequencyChanged)) of batches")
        }
        if all.slowCalls * 100 > all.withCalls {
            seen.append(
                "calls of the system were slow during \(all.slowCalls * 100 / all.withCalls) % of "
                    + "the batches of random numbers")
        }
        if perMille(all.switched) >= 10 {
            seen.append("\(percent(all.switched)) of batches were interrupted by other threads")
        }
        if let quota = group.quotaPerMille {
            seen.append(
                "the control group may use \(quota / 1000).\(quota % 1000 / 100) processors")
        }
        if all.throttled > 0 {
            seen.append("the control group was held back during \(percent(all.throttled)) of them")
        }
        let lowest = noises.map(\.lowestMegahertz).filter { $0 > 0 }.min() ?? 0
        let highest = noises.map(\.highestMegahertz).max() ?? 0
        if highest > 0 {
            let unit = Probe.knowsFrequency ? "MHz" : "MHz, if a multiplication takes 3 cycles"
            seen.append("clean batches ran at \(lowest) to \(highest) \(unit)")
        }
        if let stored, let found = noises.compactMap(\.floor).min(), found > stored * 1.03 {
            seen.append(
                "the core was never alone as it was before on this machine; where that cannot be, "
                    + "remove \(floorFile) so that it is learned anew")
        }
        let grade = clean >= 600 ? "A" : clean >= 300 ? "B" : clean >= 100 ? "C" : "D"
        self.init(grade: grade, cleanPerMille: clean, remarks: seen + remarks)
    }
}
