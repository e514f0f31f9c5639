import ArgumentParser
@main struct Fipsmark: ParsableCommand { func run() {} }
