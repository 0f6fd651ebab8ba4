// What is due after the same delay for all, and whom a Service lists: delay-line.ts and endpoints.ts.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "model.hpp"

namespace {

struct Waiting {
  int32_t atMs, pod, word;
};

class DelayLine {
  std::vector<Waiting> ring = std::vector<Waiting>(4096);
  size_t head = 0, count = 0;

  void grow() {
    std::rotate(ring.begin(), ring.begin() + static_cast<std::ptrdiff_t>(head), ring.end());
    head = 0;
    ring.resize(2 * ring.size());
  }

 public:
  int32_t nextAt = NEVER;

  void reset() {
    head = count = 0;
    nextAt = NEVER;
  }
  void add(int32_t atMs, int32_t pod, int32_t word) {
    if (count == ring.size()) grow();
    ring[(head + count) & (ring.size() - 1)] = {atMs, pod, word};
    if (count++ == 0) nextAt = atMs;
  }
  int32_t due(int32_t limit) const {
    int32_t many = 0;
    while (many < limit && static_cast<size_t>(many) < count && ring[(head + many) & (ring.size() - 1)].atMs == nextAt) many++;
    return many;
  }
  int32_t podAt(int32_t index) const { return ring[(head + index) & (ring.size() - 1)].pod; }
  void renew(int32_t many, int32_t atMs) {
    while (count + static_cast<size_t>(many) > ring.size()) grow();
    const size_t bits = ring.size() - 1;
    size_t to = head + count;
    for (int32_t index = 0; index < many; index++) {
      const Waiting& first = ring[(head + index) & bits];
      ring[to & bits] = {atMs, first.pod, first.word};
      to += atMs < first.word;
    }
    count = to - head - many;
    head = (head + many) & bits;
    nextAt = count == 0 ? NEVER : ring[head].atMs;
  }
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

  void chooseEach(Sequence& random, int32_t* targets, int32_t count) {
    if (listed * 4.0 < static_cast<double>(state.size())) {
      for (int32_t index = 0; index < count; index++) targets[index] = choose(random);
      return;
    }
    for (int32_t index = 0; index < count;) {
      const uint32_t pod = random.below(static_cast<uint32_t>(state.size()));
      targets[index] = static_cast<int32_t>(pod);
      index += (state[pod] & LISTED) != 0;
    }
  }
};

}  // namespace
