import ArgumentParser
import Linting

/// What a command reads, and who writes what it reads.
struct InputOptions: ParsableArguments {
    @Option(help: ArgumentHelp("What to call standard input in the findings; its folder's configuration file counts.", valueName: "name"))
    var stdinFilename: String?

    @Flag(help: "Render the charts in folders with the helm on the PATH.")
    var helm = false

    @Option(help: ArgumentHelp("A file of values for the charts; may be given several times.", valueName: "file"), completion: .file())
    var helmValues: [String] = []

    @Flag(help: "Render the kustomizations in folders with the kustomize or kubectl on the PATH.")
    var kustomize = false

    @Flag(help: "Read in folders also what .gitignore names.")
    var noGitignore = false

    func validate() throws {
        if !helmValues.isEmpty && !helm { throw ValidationError("--helm-values is for charts; give --helm as well") }
    }

    /// Paths, patterns among them replaced by what fits.
    func expanded(_ paths: [String]) -> (named: [String], unmatched: [String]) {
        let expansion = GlobExpansion(paths, respectsIgnores: !noGitignore)
        return (expansion.paths, expansion.unmatched)
    }

    /// The Gateways in the files that are read.
    func gateways(_ named: [String]) -> GatewaysOfRun { GatewaysOfRun(FileFinder(named, respectsIgnores: !noGitignore)) }

    /// All there is to read, one after the other.
    func inputs(_ named: [String], _ unmatched: [String], hasStandardInput: Bool, namesSkipped: Bool) -> InputSequence {
        let renderers: [Renderer] = (helm ? [.helm] : []) + (kustomize ? [.kustomize] : [])
        let finder = FileFinder(named, renderers: Set(renderers), respectsIgnores: !noGitignore, namesSkipped: namesSkipped)
        return InputSequence(
            unmatched: unmatched, finder, rendering: Rendering(valueFiles: helmValues),
            standardInput: hasStandardInput ? standardInput(root: named.count) : nil)
    }

    private func standardInput(root: Int) -> FoundInput {
        switch FileBytes.standardInput() {
        case .success(let bytes): .standardInput(name: stdinFilename ?? "<stdin>", bytes: bytes, root: root)
        case .failure(let problem): .unreadable(problem)
        }
    }
}
