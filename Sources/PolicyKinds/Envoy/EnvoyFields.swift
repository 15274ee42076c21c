import Manifests

/// The fields of the messages on the way to settings that are none of ours: a key that is one of them is no misspelling of anything.
enum EnvoyFields {
    /// Whether a key is one of them, in either spelling.
    static func hold(_ key: ManifestNode) -> Bool { names.contains(key.text(atMost: 64)) }

    private static let names: Set<String> = {
        let snake = (listener + cluster + others).split { $0 == " " || $0 == "\n" }
        return Set(snake.map(String.init) + snake.map { Envoy.camel(String($0)) })
    }()

    /// Of listener.proto.
    private static let listener = """
        @type name address additional_addresses stat_prefix filter_chains filter_chain_matcher use_original_dst default_filter_chain
        per_connection_buffer_limit_bytes per_connection_buffer_high_watermark_timeout metadata deprecated_v1 drain_type listener_filters
        listener_filters_timeout continue_on_listener_filters_timeout transparent freebind tcp_fast_open_queue_length traffic_direction
        udp_listener_config api_listener connection_balance_config reuse_port enable_reuse_port access_log tcp_backlog_size
        max_connections_to_accept_per_socket_event bind_to_port internal_listener enable_mptcp ignore_global_conn_limit
        bypass_overload_manager fcds_config

        """
    /// Of cluster.proto.
    private static let cluster = """
        transport_socket_matches alt_stat_name type cluster_type eds_cluster_config connect_timeout lb_policy load_assignment health_checks
        max_requests_per_connection circuit_breakers upstream_http_protocol_options common_http_protocol_options http_protocol_options
        http2_protocol_options typed_extension_protocol_options dns_refresh_rate dns_jitter dns_failure_refresh_rate respect_dns_ttl
        dns_lookup_family dns_resolvers use_tcp_for_dns_lookups dns_resolution_config typed_dns_resolver_config wait_for_warm_on_init
        outlier_detection cleanup_interval lb_subset_config ring_hash_lb_config maglev_lb_config original_dst_lb_config
        least_request_lb_config round_robin_lb_config common_lb_config transport_socket protocol_selection
        close_connections_on_host_health_failure ignore_health_on_host_removal filters load_balancing_policy lrs_server
        lrs_report_endpoint_metrics track_timeout_budgets upstream_config track_cluster_stats preconnect_policy
        connection_pool_per_downstream_connection

        """
    /// Of BindConfig, UpstreamConnectionOptions and Admin.
    private static let others = """
        source_address extra_source_addresses additional_source_addresses local_address_selector
        set_local_interface_name_on_upstream_connections happy_eyeballs_config access_log_path profile_path
        """
}
