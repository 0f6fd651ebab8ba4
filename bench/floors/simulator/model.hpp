// What is simulated, its random numbers, and what all parts share.
#pragma once

#include <bit>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <string>

namespace {

constexpr int32_t NEVER = 0x7fffffff;
constexpr int32_t BATCH = 32;
constexpr double UNIT = 1.0 / 4294967296.0;
constexpr uint32_t GOLDEN = 0x9e3779b9u;

enum Phase : uint8_t { SUSCEPTIBLE, INCUBATING, SYMPTOMATIC, STARTING, WAITING, GONE };
constexpr int PHASE_BITS = 7, LISTED = 8, READY = 16, QUEUED = 32, IN_LIST = 64, WANTED = 128;
enum Tag { TAG_READY = 0, TAG_UNREADY = 8, TAG_SNEEZE = 16, TAG_DEATH = 24, TAG_RETRY = 25, TAG_UP = 26, TAG_ENDPOINT = 27 };
constexpr int TAG_BITS = 31, TAG_SHIFT = 5, LIFE_BITS = 7, RUNG_BITS = 15, LIVES_SHIFT = 4;
enum Count { READY_COUNT = 8, INFECTIONS, RESTARTS, MOST_RESTARTS, GENERATIONS, SNEEZES, REFUSED, EVENTS, COUNTS };
enum Stream { LIVENESS_PHASE = 1, READINESS_PHASE, STARTUP_PHASE, FIRST_SNEEZE, KILL, START, READY_DELAY, ENDPOINT, RETRY, UNKNOWN_END = 12, STREAMS };

struct Record {
  int32_t lastEnd, backoffChanged, lives, due;
};
struct Lineage {
  int32_t generation, infection, exposedAt, offspring;
};
static_assert(sizeof(Record) == 16 && sizeof(Lineage) == 16);

struct Model {
  std::map<std::string, double> values;
  int32_t operator[](const char* name) const { return static_cast<int32_t>(real(name)); }
  double real(const char* name) const {
    const auto found = values.find(name);
    if (found == values.end()) {
      std::fprintf(stderr, "expected %s=NUMBER\n", name);
      std::exit(2);
    }
    return found->second;
  }
};

uint32_t mix(uint32_t bits) {
  bits = (bits ^ (bits >> 16)) * 0x85ebca6bu;
  bits = (bits ^ (bits >> 13)) * 0xc2b2ae35u;
  return bits ^ (bits >> 16);
}

struct Sequence {
  uint32_t state[4];

  void reset(uint32_t seed) {
    for (uint32_t index = 0; index < 4; index++) state[index] = mix(seed + (index + 1) * GOLDEN);
    if ((state[0] | state[1] | state[2] | state[3]) == 0) state[0] = 1;
  }

  uint32_t next() {
    const uint32_t result = std::rotl(state[0] + state[3], 7) + state[0];
    const uint32_t shifted = state[1] << 9;
    state[2] ^= state[0];
    state[3] ^= state[1];
    state[1] ^= state[2];
    state[0] ^= state[3];
    state[2] ^= shifted;
    state[3] = std::rotl(state[3], 11);
    return result;
  }

  uint32_t below(uint32_t span) {
    uint64_t product = static_cast<uint64_t>(next()) * span;
    if (static_cast<uint32_t>(product) < span) {
      const uint32_t least = -span % span;
      while (static_cast<uint32_t>(product) < least) product = static_cast<uint64_t>(next()) * span;
    }
    return static_cast<uint32_t>(product >> 32);
  }
};

}  // namespace
