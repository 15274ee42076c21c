import Foundation
import TestSupport
import Testing

/// The image's file and the chart's pods agree. Whether the image starts: `make test-image`.
@Suite("The image", .chartTool)
struct ImageTests {
    private func dockerfile() throws -> [[String]] {
        try String(contentsOfFile: ChartTool.root + "/image/Dockerfile", encoding: .utf8).split(separator: "\n")
            .map { $0.split(separator: " ").map(String.init) }
    }

    @Test("Its user is the pods', and a number, which runAsNonRoot asks for")
    func user() throws {
        let pod = try ChartTool.render().pod
        let numbers = try ["runAsUser", "runAsGroup"].map { try #require(value(pod, "securityContext", $0) as? Int) }
        #expect(try dockerfile().filter { $0.first == "USER" } == [["USER", "\(numbers[0]):\(numbers[1])"]])
    }

    @Test("The pods name arguments of its entry point, and its release")
    func entryPoint() throws {
        let pod = try ChartTool.render().pod
        #expect(value(pod, "containers", 0, "command") == nil)
        #expect(try dockerfile().filter { $0.first == "ENTRYPOINT" } == [["ENTRYPOINT", #"["/sockwarden"]"#]])
        let version = try CommandRun(CommandRun.products + "/sockwarden", ["version"], in: ".").output
        let image = try #require(value(pod, "containers", 0, "image") as? String)
        #expect("sockwarden \(image.split(separator: ":").last ?? "")\n" == version)
    }

    @Test("It is made of the command alone")
    func contents() throws {
        let instructions = try dockerfile()
        #expect(instructions.filter { $0.first == "FROM" } == [["FROM", "scratch"]])
        #expect(
            instructions.filter { ["COPY", "ADD", "RUN"].contains($0.first) } == [["COPY", "--chmod=0755", "sockwarden", "/sockwarden"]])
    }
}
