// One contagion in virtual time: engine.ts, illness.ts, kubelet.ts and courses.ts.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <unordered_map>
#include <vector>

#include "endpoints.hpp"
#include "model.hpp"
#include "wheel.hpp"

namespace {

struct Early {
  int32_t failsAt, detectedAt;
};

class Engine {
  std::vector<uint8_t> state;
  std::vector<Record> records;
  std::vector<Lineage> lineages;
  Wheel wheel;
  DelayLine symptoms, sneezes;
  Sequence random{};
  std::unordered_map<int32_t, Early> early;
  uint32_t starts[STREAMS]{};
  int32_t least[STREAMS]{}, spans[STREAMS]{};
  int32_t closeMs, failMs, sneezeIntervalMs, livenessPeriod, livenessSpan, readinessPeriod, startupPeriod, startupSpan;
  int64_t readinessSpan;
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
  int32_t unready(int32_t pod, int32_t failsAt, int32_t detectedAt) const {
    return static_cast<int32_t>(std::min<int64_t>(detectedAt, tick(READINESS_PHASE, readinessPeriod, failsAt, pod) + readinessSpan));
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
    const int32_t generation = sneezer < 0 ? 1 : lineages[sneezer].generation + 1;
    if (sneezer >= 0) lineages[sneezer].offspring++;
    lineages[pod] = {generation, static_cast<int32_t>(infection), now, 0};
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
    const int32_t unreadyAt = unready(pod, failsAt, detectedAt);
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
    const int32_t unreadyAt = unready(pod, failsAt, detectedAt);
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

  void sneezeTogether(int32_t count, int32_t now) {
    int32_t targets[BATCH], sneezers[BATCH], met = 0, refused = 0;
    endpoints.chooseEach(random, targets, count);
    for (int32_t index = 0; index < count; index++) {
      const int32_t target = targets[index];
      const int phase = target == -1 ? PHASE_BITS : state[target] & PHASE_BITS;
      if (phase == SUSCEPTIBLE) {
        targets[met] = target;
        sneezers[met] = sneezes.podAt(index);
        __builtin_prefetch(&records[target], 1);
        __builtin_prefetch(&lineages[target], 1);
        __builtin_prefetch(&lineages[sneezers[met++]], 1);
      } else if (phase > INCUBATING) {
        refused++;
      }
    }
    counts[EVENTS] += count;
    counts[SNEEZES] += count;
    counts[REFUSED] += refused;
    for (int32_t index = 0; index < met; index++) {
      if ((state[targets[index]] & PHASE_BITS) == SUSCEPTIBLE) expose(targets[index], now, sneezers[index]);
    }
    sneezes.renew(count, now + sneezeIntervalMs);
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
    if ((((records[pod].lives >> LIVES_SHIFT) ^ tag) & LIFE_BITS) != 0) return;
    if (tag < TAG_UNREADY) ready(pod, now);
    else if (tag < TAG_SNEEZE) unready(pod, now);
    else if ((state[pod] & PHASE_BITS) == SYMPTOMATIC) sneeze(pod, now, records[pod].due);
  }

 public:
  int64_t counts[COUNTS]{};
  Endpoints endpoints;
  int32_t nowMs = 0;

  explicit Engine(const Model& model)
      : state(static_cast<size_t>(model["pods"])), records(state.size()), lineages(state.size()), endpoints(state, model["syncMs"]) {
    const int32_t symptomDelayMs = model["symptomDelayMs"];
    closeMs = symptomDelayMs + (symptomDelayMs < 100 ? 100 : 0);
    failMs = symptomDelayMs + model["healthDelayMs"] - closeMs;
    sneezeIntervalMs = model["sneezeIntervalMs"];
    livenessPeriod = model["livenessPeriodMs"];
    livenessSpan = (model["livenessThreshold"] - 1) * livenessPeriod;
    readinessPeriod = model["readinessPeriodMs"];
    readinessSpan = (model["readinessThreshold"] - 1) * readinessPeriod;
    if (readinessPeriod == 0) {
      readinessPeriod = 1;
      readinessSpan = NEVER;
    }
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
    std::memset(records.data(), 0, records.size() * sizeof(Record));
    std::memset(lineages.data(), 0, lineages.size() * sizeof(Lineage));
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
          for (int32_t index = 0; index < count; index++) {
            __builtin_prefetch(&records[symptoms.podAt(index)], 1);
            __builtin_prefetch(&state[symptoms.podAt(index)], 1);
          }
        }
        for (int32_t index = 0; index < count; index++) symptom(symptoms.shift().pod, now);
      }
      while (sneezes.nextAt == now) {
        if (isLarge) {
          sneezeTogether(sneezes.due(BATCH), now);
          continue;
        }
        const Waiting first = sneezes.shift();
        arrive(endpoints.choose(random), now, first.pod);
        sneezeAgain(first.pod, now, first.word);
      }
      for (int32_t block = wheel.take(now); block != 0;) {
        const int32_t count = wheel.count(block);
        if (isLarge) {
          for (int32_t index = 0; index < count; index++) {
            __builtin_prefetch(&records[wheel.entry(block, index) >> TAG_SHIFT], 1);
            __builtin_prefetch(&state[wheel.entry(block, index) >> TAG_SHIFT], 1);
          }
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
    const auto* beside = reinterpret_cast<const uint32_t*>(lineages.data());
    for (size_t pod = 0; pod < 4 * records.size(); pod += 4) {
      for (size_t at = pod; at < pod + 4; at++) hash = (hash ^ words[at]) * 0x01000193u;
      for (size_t at = pod; at < pod + 4; at++) hash = (hash ^ beside[at]) * 0x01000193u;
    }
    return hash;
  }
};

}  // namespace
