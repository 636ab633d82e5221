// gdo_test_gcs_server: a server that speaks Google Cloud Storage's JSON API, for tests and
// benchmarks. Prints its port, then serves until SIGINT or SIGTERM. SIGUSR1 writes --dump-to at
// once.

#include <CLI/CLI.hpp>
#include <csignal>
#include <iostream>

#include "gcs_server/server.h"

int main(int argc, char** argv) {
  gdo::gcs_server::ServerOptions options;
  std::string bucket = "bucket";
  std::string prefix;
  std::string seed_from;
  std::string dump_to;
  bool no_move = false;
  bool no_rewrite = false;
  CLI::App app("A test server that speaks Google Cloud Storage's JSON API");
  app.add_option("--port", options.port, "0 = any free one");
  app.add_option("--bucket", bucket, "the bucket that exists");
  app.add_option("--prefix", prefix, "of names of files seeded, and of objects dumped");
  app.add_option("--seed-from", seed_from, "folder whose files become objects");
  app.add_option("--dump-to", dump_to, "folder that receives the objects at the end");
  app.add_option("--delay-ms", options.delay_ms, "before each answer");
  app.add_option("--fault-rate", options.fault_rate, "share of requests that go wrong, 0 to 1");
  app.add_option("--retry-after", options.retry_after_s, "seconds told to clients, sometimes");
  app.add_option("--seed", options.seed, "of the random faults");
  app.add_option("--rewrite-steps", options.rewrite_steps, "calls a rewrite takes");
  app.add_flag("--no-move", no_move, "does not know moveTo");
  app.add_flag("--no-rewrite", no_rewrite, "does not know rewriteTo");
  app.add_flag("--half-move", options.half_move, "moveTo copies, then fails");
  app.add_flag("--ignore-preconditions", options.ignore_preconditions, "of rewrite, copy, delete");
  CLI11_PARSE(app, argc, argv);
  options.move = !no_move;
  options.rewrite = !no_rewrite;

  sigset_t signals;
  sigemptyset(&signals);
  for (const int signal : {SIGINT, SIGTERM, SIGUSR1}) sigaddset(&signals, signal);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);

  gdo::gcs_server::Server server(options);
  server.add_bucket(bucket);
  if (!seed_from.empty()) server.seed_from(seed_from, bucket, prefix);
  std::cout << server.port() << std::endl;
  for (int signal = 0; signal != SIGINT && signal != SIGTERM;) {
    sigwait(&signals, &signal);
    if (!dump_to.empty()) server.dump_to(dump_to, bucket, prefix);
  }
  return 0;
}
