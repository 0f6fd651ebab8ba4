// What is to happen when: packages/simulator/src/engine/wheel.ts.
#pragma once

#include <bit>
#include <cstdint>
#include <vector>

#include "model.hpp"

namespace {

class Wheel {
  static constexpr int BLOCK = 32;
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

  static int32_t blockBefore(int32_t end) { return (end - 1) & -BLOCK; }

  int32_t extend(int32_t end, int32_t entry) {
    const int32_t block = allocate();
    blocks[block] = block;
    if (end != 0) {
      const int32_t last = blockBefore(end);
      blocks[block] = blocks[last];
      blocks[last] = block;
    }
    blocks[block + 1] = entry;
    return block + 2;
  }

  int32_t open(int32_t end) {
    const int32_t last = blockBefore(end);
    const int32_t first = blocks[last];
    blocks[last] = last + 1 - end;
    return first;
  }

  void pair(int32_t& slot, int32_t entry, int32_t atMs) {
    int32_t end = slot;
    if ((end & (BLOCK - 1)) == 0 || (end & (BLOCK - 1)) == BLOCK - 1) {
      end = extend(end, entry);
    } else {
      blocks[end++] = entry;
    }
    blocks[end] = atMs;
    slot = end + 1;
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

  int64_t spread(int32_t& slot) {
    if (slot == 0) return 0;
    int64_t count = 0;
    int32_t block = open(slot);
    slot = 0;
    for (; block != 0; block = next(block)) {
      const int32_t pairs = this->count(block) / 2;
      for (int32_t at = block + 1; at < block + 1 + 2 * pairs; at += 2) add(blocks[at + 1], blocks[at]);
      count += pairs;
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
    const int32_t end = fine[slot];
    if ((end & (BLOCK - 1)) != 0) {
      blocks[end] = entry;
      fine[slot] = end + 1;
      return;
    }
    if (end == 0) {
      bits[slot >> 6] |= 1ull << (slot & 63);
      summary[slot >> 12] |= 1ull << ((slot >> 6) & 63);
    }
    fine[slot] = extend(end, entry);
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
    const int32_t end = fine[slot];
    if (end == 0) return 0;
    fine[slot] = 0;
    if ((bits[slot >> 6] &= ~(1ull << (slot & 63))) == 0) summary[slot >> 12] &= ~(1ull << ((slot >> 6) & 63));
    return open(end);
  }

  int32_t count(int32_t block) const { return blocks[block] < 0 ? -blocks[block] : BLOCK - 1; }
  int32_t entry(int32_t block, int32_t index) const { return blocks[block + 1 + index]; }
  int32_t next(int32_t block) {
    const int32_t link = blocks[block];
    blocks[block] = free;
    free = block;
    return link < 0 ? 0 : link;
  }
};

}  // namespace
