// The floor of the simulator's speed: the algorithm of packages/simulator/src/engine for the death `restart`, with lineage, in C++.
// The same random numbers in the same order, so that its trajectories are those of the engine to the bit: scripts/test/simulator-floor.test.ts.
//
// g++ -O3 -march=native -ffp-contract=off -std=c++20 -o simulator simulator.cpp
// ./simulator pods=1000 untilMs=3600000 seed=1 runs=10 ...    (all names: bench/simulator-floor.ts)
#include <sys/resource.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

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
  int32_t lastEnd, backoffChanged, lives, due, generation, infection, exposedAt, offspring;
};
static_assert(sizeof(Record) == 32);

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

class Wheel {
  static constexpr int BLOCK = 32, HEAD = 2;
  std::vector<int32_t> fine = std::vector<int32_t>(1 << 16), windows = std::vector<int32_t>(1 << 10), groups = std::vector<int32_t>(32);
  std::vector<uint64_t> bits = std::vector<uint64_t>(1024), summary = std::vector<uint64_t>(16);
  std::vector<int32_t> blocks = std::vector<int32_t>(64 * BLOCK);
  int32_t free = 0, used = BLOCK, window = 0;
  int64_t windowsCount = 0, groupsCount = 0;

  int32_t allocate() {
    if (free != 0) {
      const int32_t block = free;
      free = blocks[block];
      return block;
    }
    const int32_t block = used;
    used += BLOCK;
    if (static_cast<size_t>(used) > blocks.size()) blocks.resize(blocks.size() + blocks.size() / 2);
    return block;
  }

  int32_t extend(int32_t last, int32_t entry) {
    const int32_t block = allocate();
    blocks[block] = block;
    if (last != 0) {
      blocks[block] = blocks[last];
      blocks[last] = block;
    }
    blocks[block + 1] = block + HEAD + 1;
    blocks[block + HEAD] = entry;
    return block;
  }

  int32_t open(int32_t last) {
    const int32_t first = blocks[last];
    blocks[last] = 0;
    return first;
  }

  void pair(int32_t& last, int32_t entry, int32_t atMs) {
    const int32_t end = blocks[last + 1];
    int32_t at = end + 1;
    if ((end & (BLOCK - 1)) == 0) {
      last = extend(last, entry);
      at = last + HEAD + 1;
    } else {
      blocks[end] = entry;
    }
    blocks[at] = atMs;
    blocks[last + 1] = at + 1;
  }

  void defer(int32_t atMs, int32_t entry) {
    if (atMs >> 26 == window >> 10) {
      pair(windows[(atMs >> 16) & 1023], entry, atMs);
      windowsCount++;
    } else {
      pair(groups[atMs >> 26], entry, atMs);
      groupsCount++;
    }
  }

  int64_t spread(int32_t& last) {
    if (last == 0) return 0;
    int64_t count = 0;
    int32_t block = open(last);
    last = 0;
    for (; block != 0; block = next(block)) {
      const int32_t end = blocks[block + 1];
      for (int32_t at = block + HEAD; at < end; at += 2) {
        const int32_t entry = blocks[at];
        add(blocks[at + 1], entry);
        count++;
      }
    }
    return count;
  }

  int32_t find(int32_t from) const {
    uint32_t group = from >> 12;
    if (group >= 16) return -1;
    uint64_t words = summary[group] & (~0ull << ((from >> 6) & 63));
    while (words == 0) {
      if (++group >= 16) return -1;
      words = summary[group];
    }
    const int32_t word = group * 64 + std::countr_zero(words);
    return word * 64 + std::countr_zero(bits[word]);
  }

 public:
  void reset() {
    for (int32_t slot = find(0); slot >= 0; slot = find(slot)) take(slot);
    std::fill(windows.begin(), windows.end(), 0);
    std::fill(groups.begin(), groups.end(), 0);
    free = 0;
    used = BLOCK;
    window = 0;
    windowsCount = groupsCount = 0;
  }

  void add(int32_t atMs, int32_t entry) {
    if (atMs >> 16 != window) return defer(atMs, entry);
    const int32_t slot = atMs & 0xffff;
    const int32_t last = fine[slot];
    const int32_t end = blocks[last + 1];
    if ((end & (BLOCK - 1)) != 0) {
      blocks[end] = entry;
      blocks[last + 1] = end + 1;
      return;
    }
    if (last == 0) {
      bits[slot >> 6] |= 1ull << (slot & 63);
      summary[slot >> 12] |= 1ull << ((slot >> 6) & 63);
    }
    fine[slot] = extend(last, entry);
  }

  int32_t nextAt(int32_t fromMs) const {
    const int32_t word = (fromMs & 0xffff) >> 6;
    const uint64_t rest = bits[word] & (~0ull << (fromMs & 63));
    if (rest != 0) return window * 65536 + word * 64 + std::countr_zero(rest);
    const int32_t slot = find(word * 64 + 64);
    if (slot >= 0) return window * 65536 + slot;
    if (windowsCount != 0) return (window + 1) * 65536;
    return groupsCount == 0 ? NEVER : ((window >> 10) + 1) << 26;
  }

  void advance(int32_t atMs) {
    const int32_t to = atMs >> 16;
    if (to == window) return;
    const bool isNewGroup = to >> 10 != window >> 10;
    window = to;
    if (isNewGroup) groupsCount -= spread(groups[to >> 10]);
    windowsCount -= spread(windows[to & 1023]);
  }

  int32_t take(int32_t atMs) {
    const int32_t slot = atMs & 0xffff;
    const int32_t last = fine[slot];
    if (last == 0) return 0;
    fine[slot] = 0;
    if ((bits[slot >> 6] &= ~(1ull << (slot & 63))) == 0) summary[slot >> 12] &= ~(1ull << ((slot >> 6) & 63));
    return open(last);
  }

  int32_t count(int32_t block) const { return blocks[block + 1] - block - HEAD; }
  int32_t entry(int32_t block, int32_t index) const { return blocks[block + HEAD + index]; }
  int32_t next(int32_t block) {
    const int32_t next = blocks[block];
    blocks[block] = free;
    free = block;
    return next;
  }
};

struct Waiting {
  int32_t atMs, pod, word;
};

class DelayLine {
  std::vector<Waiting> ring = std::vector<Waiting>(4096);
  size_t head = 0, count = 0;

 public:
  int32_t nextAt = NEVER;

  void reset() {
    head = count = 0;
    nextAt = NEVER;
  }
  void add(int32_t atMs, int32_t pod, int32_t word) {
    if (count == ring.size()) {
      std::rotate(ring.begin(), ring.begin() + static_cast<std::ptrdiff_t>(head), ring.end());
      head = 0;
      ring.resize(2 * ring.size());
    }
    ring[(head + count) & (ring.size() - 1)] = {atMs, pod, word};
    if (count++ == 0) nextAt = atMs;
  }
  int32_t due(int32_t limit) const {
    int32_t many = 0;
    while (many < limit && static_cast<size_t>(many) < count && ring[(head + many) & (ring.size() - 1)].atMs == nextAt) many++;
    return many;
  }
  int32_t podAt(int32_t index) const { return ring[(head + index) & (ring.size() - 1)].pod; }
  Waiting shift() {
    const Waiting first = ring[head];
    head = (head + 1) & (ring.size() - 1);
    nextAt = --count == 0 ? NEVER : ring[head].atMs;
    return first;
  }
};

class Endpoints {
  std::vector<uint8_t>& state;
  const int32_t syncMs;
  int64_t lastSync = -NEVER;
  std::vector<int32_t> waiting, list;
  bool hasList = false;

  void keep(int32_t pod) {
    list.push_back(pod);
    state[pod] |= IN_LIST;
  }

  void apply(int32_t pod) {
    const uint8_t bits = state[pod];
    const bool wanted = bits & WANTED;
    if (static_cast<bool>(bits & LISTED) == wanted) return;
    if (!wanted) {
      state[pod] = bits & ~LISTED;
      listed--;
      return;
    }
    state[pod] = bits | LISTED;
    listed++;
    if (!hasList) return;
    if (listed * 2.0 > static_cast<double>(state.size())) {
      for (const int32_t each : list) state[each] &= ~IN_LIST;
      hasList = false;
      list.clear();
    } else if (!(bits & IN_LIST)) {
      keep(pod);
    }
  }

 public:
  int32_t listed = 0, syncAt = NEVER;

  Endpoints(std::vector<uint8_t>& state, int32_t syncMs) : state(state), syncMs(syncMs) {}

  void reset() {
    listed = static_cast<int32_t>(state.size());
    syncAt = NEVER;
    lastSync = -NEVER;
    waiting.clear();
    list.clear();
    hasList = false;
  }

  void change(int32_t pod, bool wanted, int32_t now) {
    const uint8_t bits = wanted ? state[pod] | WANTED : state[pod] & ~WANTED;
    state[pod] = bits;
    if ((bits & QUEUED) || static_cast<bool>(bits & LISTED) == wanted) return;
    if (syncMs == 0) return apply(pod);
    state[pod] = bits | QUEUED;
    waiting.push_back(pod);
    if (syncAt == NEVER) syncAt = static_cast<int32_t>(std::max<int64_t>(now, lastSync + syncMs));
  }

  void sync(int32_t now) {
    for (const int32_t pod : waiting) {
      state[pod] &= ~QUEUED;
      apply(pod);
    }
    waiting.clear();
    lastSync = now;
    syncAt = NEVER;
  }

  int32_t choose(Sequence& random) {
    if (listed == 0) return -1;
    if (listed * 4.0 < static_cast<double>(state.size())) {
      if (!hasList) {
        hasList = true;
        for (size_t pod = 0; pod < state.size(); pod++)
          if (state[pod] & LISTED) keep(static_cast<int32_t>(pod));
      }
      for (;;) {
        const uint32_t index = random.below(static_cast<uint32_t>(list.size()));
        const int32_t pod = list[index];
        if (state[pod] & LISTED) return pod;
        list[index] = list.back();
        list.pop_back();
        state[pod] &= ~IN_LIST;
      }
    }
    for (;;) {
      const uint32_t pod = random.below(static_cast<uint32_t>(state.size()));
      if (state[pod] & LISTED) return static_cast<int32_t>(pod);
    }
  }
};

struct Early {
  int32_t failsAt, detectedAt;
};

class Engine {
  std::vector<uint8_t> state, lowLives;
  std::vector<Record> records;
  Wheel wheel;
  DelayLine symptoms, sneezes;
  Sequence random{};
  std::unordered_map<int32_t, Early> early;
  uint32_t starts[STREAMS]{};
  int32_t least[STREAMS]{}, spans[STREAMS]{};
  int32_t closeMs, failMs, sneezeIntervalMs, livenessPeriod, livenessSpan, readinessPeriod, readinessSpan, startupPeriod, startupSpan;
  int32_t rungs[RUNG_BITS + 1]{}, expiryMs;
  bool isOld, restartsAll, isLarge;
  double unknownEnd;

  uint32_t bitsOf(Stream stream, int32_t pod, int32_t life) const {
    return mix(mix(starts[stream] ^ static_cast<uint32_t>(pod)) + static_cast<uint32_t>(life + 1) * GOLDEN);
  }
  int32_t draw(Stream stream, int32_t pod, int32_t life) const {
    if (spans[stream] == 1) return least[stream];
    return least[stream] + static_cast<int32_t>((static_cast<uint64_t>(bitsOf(stream, pod, life)) * static_cast<uint32_t>(spans[stream])) >> 32);
  }
  int32_t tick(Stream stream, int32_t periodMs, int32_t fromMs, int32_t pod) const {
    const int32_t late = (fromMs + periodMs - draw(stream, pod, 0)) % periodMs;
    return late == 0 ? fromMs : fromMs + periodMs - late;
  }
  void enter(int32_t pod, Phase phase) {
    counts[state[pod] & PHASE_BITS]--;
    counts[phase]++;
    state[pod] = static_cast<uint8_t>((state[pod] & ~PHASE_BITS) | phase);
  }
  static int32_t entryOf(int32_t pod, int tag) { return static_cast<int32_t>(static_cast<uint32_t>(pod) << TAG_SHIFT) | tag; }

  void sneezeAt(int32_t now, int32_t sneezer) { arrive(endpoints.choose(random), now, sneezer); }

  void arrive(int32_t target, int32_t now, int32_t sneezer) {
    counts[EVENTS]++;
    counts[SNEEZES]++;
    if (target == -1) {
      counts[REFUSED]++;
      return;
    }
    const int phase = state[target] & PHASE_BITS;
    if (phase > INCUBATING) counts[REFUSED]++;
    else if (phase == SUSCEPTIBLE) expose(target, now, sneezer);
  }

  void expose(int32_t pod, int32_t now, int32_t sneezer) {
    Record& record = records[pod];
    enter(pod, INCUBATING);
    counts[EVENTS]++;
    const int64_t infection = counts[INFECTIONS]++;
    const int32_t symptomAt = now + closeMs;
    if (!(state[pod] & READY)) exposeEarly(pod, now, record.due);
    if (failMs >= 0 || !failEarly(pod, symptomAt)) {
      record.due = symptomAt;
      symptoms.add(symptomAt, pod, 0);
    }
    const int32_t generation = sneezer < 0 ? 1 : records[sneezer].generation + 1;
    if (sneezer >= 0) records[sneezer].offspring++;
    record.generation = generation;
    record.infection = static_cast<int32_t>(infection);
    record.exposedAt = now;
    record.offspring = 0;
    if (generation > counts[GENERATIONS]) counts[GENERATIONS] = generation;
  }

  void exposeEarly(int32_t pod, int32_t now, int32_t upAt) {
    const int32_t failsAt = now + closeMs + failMs;
    int32_t detectedAt = -1;
    if (startupPeriod != 0 && tick(STARTUP_PHASE, startupPeriod, upAt, pod) >= failsAt) {
      const int32_t begunAt = upAt - draw(START, pod, records[pod].lives >> LIVES_SHIFT);
      detectedAt = std::max(failsAt, tick(STARTUP_PHASE, startupPeriod, begunAt, pod) + startupSpan);
    }
    early[pod] = {failsAt, detectedAt};
  }

  bool failEarly(int32_t pod, int32_t symptomAt) {
    const int32_t life = records[pod].lives >> LIVES_SHIFT;
    const int32_t failsAt = symptomAt + failMs;
    const int32_t detectedAt = detected(pod, failsAt);
    const int32_t deathAt = detectedAt + draw(KILL, pod, life);
    const int32_t unreadyAt = std::min(detectedAt, tick(READINESS_PHASE, readinessPeriod, failsAt, pod) + readinessSpan);
    if (unreadyAt < std::min(symptomAt, deathAt)) wheel.add(unreadyAt, entryOf(pod, TAG_UNREADY | (life & LIFE_BITS)));
    if (deathAt >= symptomAt) return false;
    records[pod].due = deathAt;
    wheel.add(deathAt, entryOf(pod, TAG_DEATH));
    return true;
  }

  int32_t detected(int32_t pod, int32_t failsAt) const {
    if (!early.empty()) {
      const auto found = early.find(pod);
      if (found != early.end() && found->second.detectedAt >= 0) return found->second.detectedAt;
    }
    return tick(LIVENESS_PHASE, livenessPeriod, failsAt, pod) + livenessSpan;
  }

  void symptom(int32_t pod, int32_t now) {
    Record& record = records[pod];
    if ((state[pod] & PHASE_BITS) != INCUBATING || record.due != now) return;
    enter(pod, SYMPTOMATIC);
    counts[EVENTS]++;
    const int32_t life = record.lives >> LIVES_SHIFT;
    const int32_t failsAt = now + failMs;
    const int32_t detectedAt = detected(pod, failsAt);
    const int32_t deathAt = detectedAt + draw(KILL, pod, life);
    record.due = deathAt;
    wheel.add(deathAt, entryOf(pod, TAG_DEATH));
    const int32_t unreadyAt = std::min(detectedAt, tick(READINESS_PHASE, readinessPeriod, failsAt, pod) + readinessSpan);
    if (unreadyAt >= now && unreadyAt < deathAt) wheel.add(unreadyAt, entryOf(pod, TAG_UNREADY | (life & LIFE_BITS)));
    const int32_t first = now + draw(FIRST_SNEEZE, pod, life);
    if (first == now) sneeze(pod, now, deathAt);
    else if (first < deathAt) wheel.add(first, entryOf(pod, TAG_SNEEZE | (life & LIFE_BITS)));
  }

  void sneeze(int32_t pod, int32_t now, int32_t deathAt) {
    if (now >= deathAt) return;
    sneezeAt(now, pod);
    sneezeAgain(pod, now, deathAt);
  }

  void sneezeAgain(int32_t pod, int32_t now, int32_t deathAt) {
    const int32_t next = now + sneezeIntervalMs;
    if (next < deathAt) sneezes.add(next, pod, deathAt);
  }

  bool hasExpired(const Record& record, int32_t from) const { return from - record.backoffChanged > expiryMs; }

  void death(int32_t pod, int32_t now) {
    Record& record = records[pod];
    const int phase = state[pod] & PHASE_BITS;
    if (record.due != now || !(phase == SYMPTOMATIC || (phase == INCUBATING && failMs < 0))) return;
    counts[EVENTS]++;
    if (!early.empty()) early.erase(pod);
    unready(pod, now);
    const bool isKnown = !restartsAll && (unknownEnd == 0 || bitsOf(UNKNOWN_END, pod, record.lives >> LIVES_SHIFT) * UNIT >= unknownEnd);
    const int32_t from = isKnown ? record.lastEnd : 0;
    record.lastEnd = now + 1;
    const int rung = record.lives & RUNG_BITS;
    if (from == 0 || rung == 0 || now + 1 - from >= rungs[rung] || hasExpired(record, from)) return restart(pod, from, now);
    enter(pod, WAITING);
    scheduleRetry(pod, now);
  }

  int32_t dueAt(const Record& record) const { return record.lastEnd - 1 + rungs[record.lives & RUNG_BITS]; }

  void scheduleRetry(int32_t pod, int32_t now) {
    Record& record = records[pod];
    const double requeue = isOld ? 10000.0 : std::min(std::max(0, dueAt(record) - now), 60000);
    const double readyAt = now + requeue * (1 + 0.5 * (bitsOf(RETRY, pod, now) * UNIT));
    record.due = static_cast<int32_t>(std::ceil(readyAt / 1000) * 1000);
    wheel.add(record.due, entryOf(pod, TAG_RETRY));
  }

  void retry(int32_t pod, int32_t now) {
    const Record& record = records[pod];
    if (record.due != now || (state[pod] & PHASE_BITS) != WAITING) return;
    counts[EVENTS]++;
    if (now >= dueAt(record)) restart(pod, record.lastEnd, now);
    else scheduleRetry(pod, now);
  }

  void restart(int32_t pod, int32_t from, int32_t now) {
    Record& record = records[pod];
    record.lives += 1 << LIVES_SHIFT;
    if (from != 0) {
      const int rung = record.lives & RUNG_BITS;
      if (rung == 0 || hasExpired(record, from)) record.lives = (record.lives & ~RUNG_BITS) | 1;
      else if (rung < RUNG_BITS) record.lives++;
      record.backoffChanged = now + 1;
    }
    counts[RESTARTS]++;
    const int32_t lives = record.lives >> LIVES_SHIFT;
    if (lives > counts[MOST_RESTARTS]) counts[MOST_RESTARTS] = lives;
    enter(pod, STARTING);
    lowLives[pod] = static_cast<uint8_t>(lives);
    record.due = now + draw(START, pod, lives);
    wheel.add(record.due, entryOf(pod, TAG_UP));
  }

  void up(int32_t pod, int32_t now) {
    const Record& record = records[pod];
    if (record.due != now || (state[pod] & PHASE_BITS) != STARTING) return;
    enter(pod, SUSCEPTIBLE);
    counts[EVENTS]++;
    const int32_t life = record.lives >> LIVES_SHIFT;
    const int32_t startedAt = startupPeriod == 0 ? now : tick(STARTUP_PHASE, startupPeriod, now, pod);
    wheel.add(startedAt + draw(READY_DELAY, pod, life), entryOf(pod, TAG_READY | (life & LIFE_BITS)));
  }

  void ready(int32_t pod, int32_t now) {
    if (state[pod] & READY) return;
    if ((state[pod] & PHASE_BITS) != SUSCEPTIBLE) {
      const auto found = early.find(pod);
      if (found == early.end() || now >= found->second.failsAt) return;
    }
    state[pod] |= READY;
    counts[READY_COUNT]++;
    counts[EVENTS]++;
    wheel.add(now + draw(ENDPOINT, pod, now), entryOf(pod, TAG_ENDPOINT));
  }

  void unready(int32_t pod, int32_t now) {
    if (!(state[pod] & READY)) return;
    state[pod] &= ~READY;
    counts[READY_COUNT]--;
    counts[EVENTS]++;
    wheel.add(now + draw(ENDPOINT, pod, now), entryOf(pod, TAG_ENDPOINT));
  }

  void handle(int32_t entry, int32_t now) {
    const int32_t pod = entry >> TAG_SHIFT;
    const int tag = entry & TAG_BITS;
    switch (tag) {
      case TAG_DEATH: return death(pod, now);
      case TAG_RETRY: return retry(pod, now);
      case TAG_UP: return up(pod, now);
      case TAG_ENDPOINT:
        counts[EVENTS]++;
        return endpoints.change(pod, state[pod] & READY, now);
    }
    if (((lowLives[pod] ^ tag) & LIFE_BITS) != 0) return;
    if (tag < TAG_UNREADY) ready(pod, now);
    else if (tag < TAG_SNEEZE) unready(pod, now);
    else if ((state[pod] & PHASE_BITS) == SYMPTOMATIC) sneeze(pod, now, records[pod].due);
  }

 public:
  int64_t counts[COUNTS]{};
  Endpoints endpoints;
  int32_t nowMs = 0;

  explicit Engine(const Model& model)
      : state(static_cast<size_t>(model["pods"])), lowLives(state.size()), records(state.size()), endpoints(state, model["syncMs"]) {
    const int32_t symptomDelayMs = model["symptomDelayMs"];
    closeMs = symptomDelayMs + (symptomDelayMs < 100 ? 100 : 0);
    failMs = symptomDelayMs + model["healthDelayMs"] - closeMs;
    sneezeIntervalMs = model["sneezeIntervalMs"];
    livenessPeriod = model["livenessPeriodMs"];
    livenessSpan = (model["livenessThreshold"] - 1) * livenessPeriod;
    readinessPeriod = model["readinessPeriodMs"];
    readinessSpan = (model["readinessThreshold"] - 1) * readinessPeriod;
    startupPeriod = model["startupPeriodMs"];
    startupSpan = (model["startupThreshold"] - 1) * startupPeriod;
    isLarge = state.size() >= 20000;
    isOld = model["isOldKubelet"] != 0;
    restartsAll = model["restartAllContainers"] != 0;
    unknownEnd = model.real("unknownEndProbability");
    expiryMs = model["backoffExpiryMs"];
    for (int rung = 1; rung <= RUNG_BITS; rung++) {
      rungs[rung] = static_cast<int32_t>(std::min(model["initialBackoffMs"] * std::ldexp(1.0, rung - 1), model.real("maxBackoffMs")));
    }
    std::fill(spans, spans + STREAMS, 1);
    const auto phases = [&](Stream stream, int32_t periodMs) {
      spans[stream] = std::max(1, static_cast<int32_t>(std::floor(periodMs * model.real("probeSpread"))));
    };
    phases(LIVENESS_PHASE, livenessPeriod);
    phases(READINESS_PHASE, readinessPeriod);
    phases(STARTUP_PHASE, startupPeriod);
    const auto range = [&](Stream stream, const char* leastMs, const char* mostMs) {
      least[stream] = model[leastMs];
      spans[stream] = model[mostMs] - model[leastMs] + 1;
    };
    range(FIRST_SNEEZE, "firstSneezeLeastMs", "firstSneezeMostMs");
    range(KILL, "killLeastMs", "killMostMs");
    range(START, "startLeastMs", "startMostMs");
    range(READY_DELAY, "readyLeastMs", "readyMostMs");
    range(ENDPOINT, "endpointLeastMs", "endpointMostMs");
  }

  void reset(uint32_t seed) {
    std::fill(state.begin(), state.end(), SUSCEPTIBLE | READY | LISTED | WANTED);
    std::fill(lowLives.begin(), lowLives.end(), 0);
    std::memset(records.data(), 0, records.size() * sizeof(Record));
    wheel.reset();
    symptoms.reset();
    sneezes.reset();
    endpoints.reset();
    random.reset(seed);
    early.clear();
    for (uint32_t stream = 0; stream < STREAMS; stream++) starts[stream] = mix(seed ^ ((stream + 1) * GOLDEN));
    std::fill(counts, counts + COUNTS, 0);
    counts[SUSCEPTIBLE] = counts[READY_COUNT] = static_cast<int64_t>(state.size());
    nowMs = 0;
  }

  void introduce() { sneezeAt(nowMs, -1); }

  void run(int32_t untilMs) {
    while (counts[INCUBATING] + counts[SYMPTOMATIC] > 0) {
      const int32_t now = std::min(std::min(endpoints.syncAt, wheel.nextAt(nowMs)), std::min(symptoms.nextAt, sneezes.nextAt));
      if (now > untilMs) {
        nowMs = untilMs;
        wheel.advance(untilMs);
        return;
      }
      nowMs = now;
      wheel.advance(now);
      if (endpoints.syncAt == now) endpoints.sync(now);
      while (symptoms.nextAt == now) {
        const int32_t count = isLarge ? symptoms.due(BATCH) : 1;
        if (count > 1) {
          for (int32_t index = 0; index < count; index++) __builtin_prefetch(&records[symptoms.podAt(index)], 1);
        }
        for (int32_t index = 0; index < count; index++) symptom(symptoms.shift().pod, now);
      }
      while (sneezes.nextAt == now) {
        const int32_t count = isLarge ? sneezes.due(BATCH) : 1;
        int32_t targets[BATCH];
        for (int32_t index = 0; index < count; index++) targets[index] = endpoints.choose(random);
        for (int32_t index = 0; count > 1 && index < count; index++) {
          if (targets[index] == -1 || (state[targets[index]] & PHASE_BITS) != SUSCEPTIBLE) continue;
          __builtin_prefetch(&records[targets[index]], 1);
          __builtin_prefetch(&records[sneezes.podAt(index)], 1);
        }
        for (int32_t index = 0; index < count; index++) {
          const Waiting first = sneezes.shift();
          arrive(targets[index], now, first.pod);
          sneezeAgain(first.pod, now, first.word);
        }
      }
      for (int32_t block = wheel.take(now); block != 0;) {
        const int32_t count = wheel.count(block);
        if (isLarge) {
          for (int32_t index = 0; index < count; index++) __builtin_prefetch(&records[wheel.entry(block, index) >> TAG_SHIFT], 1);
        }
        for (int32_t index = 0; index < count; index++) handle(wheel.entry(block, index), now);
        block = wheel.next(block);
        if (block == 0) block = wheel.take(now);
      }
    }
  }

  /** FNV-1a over the words of all that is known of pods. */
  uint32_t digest() const {
    uint32_t hash = 0x811c9dc5u;
    for (const uint8_t bits : state) hash = (hash ^ bits) * 0x01000193u;
    const auto* words = reinterpret_cast<const uint32_t*>(records.data());
    for (size_t at = 0; at < 8 * records.size(); at++) hash = (hash ^ words[at]) * 0x01000193u;
    return hash;
  }
};

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
