// The floor of the simulator's speed: the algorithm of packages/simulator/src/engine for the death `restart`, with lineage, in C++.
// The same random numbers in the same order, so that its trajectories are those of the engine to the bit: scripts/test/simulator-floor.test.ts.
//
// g++ -O3 -march=native -ffp-contract=off -std=c++20 -o simulator main.cpp
// ./simulator pods=1000 untilMs=3600000 seed=1 runs=10 ...    (all names: bench/simulator-floor.ts)
#include <sys/resource.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>

#include "engine.hpp"

namespace {

double cpuSeconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) + 1e-6 * static_cast<double>(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec);
}

}  // namespace

int main(int count, char** words) {
  Model model;
  for (int index = 1; index < count; index++) {
    const std::string word = words[index];
    const size_t at = word.find('=');
    if (at == std::string::npos) {
      std::fprintf(stderr, "expected NAME=NUMBER, got %s\n", words[index]);
      return 2;
    }
    model.values[word.substr(0, at)] = std::strtod(word.c_str() + at + 1, nullptr);
  }
  Engine engine(model);
  const int32_t untilMs = model["untilMs"], seed = model["seed"], runs = model["runs"];
  int64_t events = 0;
  const double before = cpuSeconds();
  for (int32_t run = 0; run < runs; run++) {
    engine.reset(static_cast<uint32_t>(seed + run));
    engine.introduce();
    engine.run(untilMs);
    events += engine.counts[EVENTS];
  }
  const double seconds = cpuSeconds() - before;
  std::printf("{\"counts\":[");
  for (int index = 0; index < COUNTS; index++) std::printf("%s%lld", index == 0 ? "" : ",", static_cast<long long>(engine.counts[index]));
  std::printf("],\"nowMs\":%d,\"listed\":%d,\"digest\":%u,\"events\":%lld,\"cpuSeconds\":%.6f}\n", engine.nowMs, engine.endpoints.listed, engine.digest(), static_cast<long long>(events), seconds);
}
