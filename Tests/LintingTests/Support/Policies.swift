/// A policy with a keepalive of macOS's numbers, in a single line of options.
let foreign = """
    apiVersion: gateway.kgateway.dev/v1alpha1
    kind: ListenerPolicy
    metadata: {name: p, namespace: edge}
    spec:
      targetRefs: [{group: gateway.networking.k8s.io, kind: Gateway, name: http}]
      socketOptions:
      - {description: enable keepalive, level: 65535, name: 8, intValue: 1}
      - {description: idle time, level: 6, name: 4, intValue: 60}
      - {description: interval, level: 6, name: 5, intValue: 20}
      - {description: number of probes, level: 6, name: 6, intValue: 2}

    """
