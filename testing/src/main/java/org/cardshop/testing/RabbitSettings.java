package org.cardshop.testing;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// The files and the environment that keep a RabbitMQ node to itself: name, ports and every path
/// are its own, nothing of the system's node is read or written.
///
/// @param managementPort of the management API; 0 when there is none
record RabbitSettings(
    Path home,
    int port,
    int distributionPort,
    int epmdPort,
    int managementPort,
    Map<String, String> users) {
  // Four fixed bytes: a salt protects what is kept, and nothing here is.
  private static final byte[] SALT = {1, 2, 3, 4};

  void write(Optional<URI> httpAuth) throws IOException {
    Files.writeString(home.resolve("rabbitmq-env.conf"), "");
    var plugins = new ArrayList<String>();
    httpAuth.ifPresent(_ -> plugins.add("rabbitmq_auth_backend_http"));
    if (managementPort != 0) {
      plugins.add("rabbitmq_management");
    }
    Files.writeString(home.resolve("enabled_plugins"), "[" + String.join(",", plugins) + "].\n");
    Files.writeString(home.resolve("rabbitmq.conf"), configuration(httpAuth));
    Files.writeString(home.resolve("definitions.json"), definitions());
  }

  Map<String, String> environment() {
    var variables = new TreeMap<String, String>();
    variables.put("HOME", home.toString());
    variables.put("ERL_EPMD_PORT", Integer.toString(epmdPort));
    variables.put("ERL_EPMD_ADDRESS", "127.0.0.1");
    variables.put("RABBITMQ_NODENAME", "cardshop" + port + "@localhost");
    variables.put("RABBITMQ_DIST_PORT", Integer.toString(distributionPort));
    variables.put("RABBITMQ_NODE_PORT", Integer.toString(port));
    variables.put("RABBITMQ_NODE_IP_ADDRESS", "127.0.0.1");
    variables.put(
        "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS", "-kernel inet_dist_use_interface {127,0,0,1}");
    variables.put("RABBITMQ_CONF_ENV_FILE", home.resolve("rabbitmq-env.conf").toString());
    variables.put("RABBITMQ_CONFIG_FILE", home.resolve("rabbitmq.conf").toString());
    variables.put("RABBITMQ_CONFIG_FILES", home.resolve("conf.d").toString());
    variables.put("RABBITMQ_ADVANCED_CONFIG_FILE", home.resolve("advanced.config").toString());
    variables.put("RABBITMQ_ENABLED_PLUGINS_FILE", home.resolve("enabled_plugins").toString());
    variables.put("RABBITMQ_MNESIA_BASE", home.resolve("mnesia").toString());
    variables.put("RABBITMQ_LOG_BASE", home.resolve("log").toString());
    variables.put("RABBITMQ_LOGS", "-");
    variables.put("RABBITMQ_PID_FILE", home.resolve("pid").toString());
    // Without this the start script stays between us and the node and signals go to the script.
    variables.put("RUNNING_UNDER_SYSTEMD", "true");
    return variables;
  }

  private String configuration(Optional<URI> httpAuth) {
    var lines = new LinkedHashMap<String, String>();
    lines.put("listeners.tcp.1", "127.0.0.1:" + port);
    lines.put("load_definitions", home.resolve("definitions.json").toString());
    lines.put("log.console", "true");
    lines.put("log.console.level", "info");
    lines.put("log.file", "false");
    // A node of its own in a test takes what there is; alarms of a full machine are not its matter.
    lines.put("disk_free_limit.absolute", "50MB");
    lines.put("vm_memory_high_watermark.absolute", "1GB");
    httpAuth.ifPresent(base -> {
      lines.put("auth_backends.1", "internal");
      lines.put("auth_backends.2", "http");
      lines.put("auth_http.http_method", "post");
      for (var path : new String[] {"user", "vhost", "resource", "topic"}) {
        lines.put("auth_http." + path + "_path", below(base, path));
      }
    });
    if (managementPort != 0) {
      lines.put("management.tcp.ip", "127.0.0.1");
      lines.put("management.tcp.port", "" + managementPort);
      // As often as the management API notices anything.
      lines.put("collect_statistics_interval", "1000");
    }
    return lines.entrySet().stream()
        .map(line -> line.getKey() + " = " + line.getValue() + "\n")
        .collect(Collectors.joining());
  }

  private static String below(URI base, String path) {
    var query = base.getRawQuery() == null ? "" : "?" + base.getRawQuery();
    return base.toString().replace(query, "") + "/" + path + query;
  }

  private String definitions() {
    var accounts =
        users.entrySet().stream()
            .map(user ->
                "{\"name\": \"%s\", \"password_hash\": \"%s\", \"tags\": [\"administrator\"]}"
                    .formatted(user.getKey(), hash(user.getValue())))
            .collect(Collectors.joining(", "));
    var permissions =
        users.keySet().stream()
            .map(user ->
                ("{\"user\": \"%s\", \"vhost\": \"cardshop\", \"configure\": \".*\", \"write\":"
                        + " \".*\", \"read\": \".*\"}")
                    .formatted(user))
            .collect(Collectors.joining(", "));
    return """
    {"vhosts": [{"name": "cardshop"}], "users": [%s], "permissions": [%s]}
    """
        .formatted(accounts, permissions);
  }

  /// As RabbitMQ keeps passwords (rabbit_password_hashing_sha256): salt, then SHA-256 of salt and
  /// password, in Base64.
  private static String hash(String password) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      digest.update(SALT);
      var hashed = digest.digest(password.getBytes(StandardCharsets.UTF_8));
      var salted = new byte[SALT.length + hashed.length];
      System.arraycopy(SALT, 0, salted, 0, SALT.length);
      System.arraycopy(hashed, 0, salted, SALT.length, hashed.length);
      return Base64.getEncoder().encodeToString(salted);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
