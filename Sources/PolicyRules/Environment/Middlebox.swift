/// Something on the way that forgets or closes idle connections: a load balancer, a NAT, a firewall.
public struct Middlebox: Sendable, Hashable {
    /// The profile's name, for example `aws-nlb`, or the configuration's own.
    public var name: String
    /// Seconds of silence after which it forgets the connection.
    public var idleTimeout: Int64
    /// Whether a TCP keepalive probe resets its timer. A proxy's does not.
    public var probesReset: Bool

    /// A middlebox; the timeout in seconds, at least 1.
    public init(name: String, idleTimeout: Int64, probesReset: Bool) {
        self.name = name
        self.idleTimeout = idleTimeout
        self.probesReset = probesReset
    }
}

extension Middlebox {
    static let awsNLB = Middlebox(name: "aws-nlb", idleTimeout: 350, probesReset: true)
    static let azureLB = Middlebox(name: "azure-lb", idleTimeout: 240, probesReset: true)
    static let gcpFirewall = Middlebox(name: "gcp-firewall", idleTimeout: 600, probesReset: true)

    /// The profiles that a configuration can name. Timeouts are the vendors' documented defaults; write `{name, idleTimeout, probesReset}`
    /// where yours differs.
    public static let profiles: [Middlebox] = [
        // docs.aws.amazon.com, Elastic Load Balancing: network load balancers, "Update the TCP idle timeout" (60 to 6000 s).
        awsNLB,
        Middlebox(name: "aws-nlb-tls", idleTimeout: 350, probesReset: true),
        Middlebox(name: "aws-gwlb", idleTimeout: 350, probesReset: true),
        // The same, application load balancers: bytes of data are needed, a probe carries none.
        Middlebox(name: "aws-alb", idleTimeout: 60, probesReset: false),
        Middlebox(name: "aws-classic-elb", idleTimeout: 60, probesReset: false),
        Middlebox(name: "aws-nat-gateway", idleTimeout: 350, probesReset: true),
        Middlebox(name: "aws-network-firewall", idleTimeout: 350, probesReset: true),
        // EC2 connection tracking of security groups on Nitro v6 instances.
        Middlebox(name: "aws-ec2-conntrack", idleTimeout: 350, probesReset: true),
        // learn.microsoft.com, Load Balancer: "TCP reset and idle timeout" (4 to 100 min).
        azureLB,
        Middlebox(name: "aks-outbound", idleTimeout: 1800, probesReset: true),
        Middlebox(name: "azure-nat-gateway", idleTimeout: 240, probesReset: true),
        // cloud.google.com, VPC firewall rules: connection tracking.
        gcpFirewall,
        Middlebox(name: "gcp-internal-nlb", idleTimeout: 600, probesReset: true),
        Middlebox(name: "gcp-external-nlb", idleTimeout: 60, probesReset: true),
        Middlebox(name: "gcp-application-lb", idleTimeout: 610, probesReset: false),
        Middlebox(name: "gcp-cloud-nat", idleTimeout: 1200, probesReset: true),
        // Linux: nf_conntrack_tcp_timeout_established, kube-proxy's default, and IPVS.
        Middlebox(name: "nf-conntrack", idleTimeout: 432_000, probesReset: true),
        Middlebox(name: "kube-proxy", idleTimeout: 86_400, probesReset: true),
        Middlebox(name: "ipvs", idleTimeout: 900, probesReset: true),
        // Proxies count application data only.
        Middlebox(name: "haproxy", idleTimeout: 60, probesReset: false),
        Middlebox(name: "envoy", idleTimeout: 3600, probesReset: false),
    ]

    /// The profile of a name.
    public static func profile(_ name: String) -> Middlebox? { profiles.first { $0.name == name } }
}
