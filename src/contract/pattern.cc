#include "contract/pattern.h"

#include <fmt/format.h>

#include <algorithm>
#include <bitset>
#include <cstddef>
#include <cstdint>
#include <map>
#include <utility>
#include <vector>

#include "base/error.h"
#include "contract/pattern_parser.h"

namespace gdo::contract {
namespace {

using pattern::Node;

// More of either makes an expression too expensive to be meant.
constexpr std::size_t kMostInstructions = 40'000;
constexpr std::size_t kMostStates = 8000;

struct Instruction {
  enum class Kind { bytes, jump, split, begin, end, match };
  Kind kind = Kind::jump;
  std::size_t next = 0;
  std::size_t other = 0;  // split: the second way on
  std::bitset<256> bytes;
};

// Thompson's construction: one pass over the tree, jumps patched as their targets become known.
class Compiler {
 public:
  std::vector<Instruction> compile(const Node& root) {
    node(root);
    add(Instruction::Kind::match);
    return std::move(code_);
  }

 private:
  std::size_t add(Instruction::Kind kind) {
    if (code_.size() >= kMostInstructions) {
      throw Error(ErrorKind::config, "the expression is too large; use smaller {n,m} counts");
    }
    code_.push_back({.kind = kind, .next = code_.size() + 1, .other = 0, .bytes = {}});
    return code_.size() - 1;
  }

  void node(const Node& n) {
    switch (n.kind) {
      case Node::Kind::bytes:
        code_[add(Instruction::Kind::bytes)].bytes = n.bytes;
        return;
      case Node::Kind::begin:
        add(Instruction::Kind::begin);
        return;
      case Node::Kind::end:
        add(Instruction::Kind::end);
        return;
      case Node::Kind::sequence:
        add(Instruction::Kind::jump);  // even an empty group costs, so that repeating it is bounded
        for (const Node& child : n.children) node(child);
        return;
      case Node::Kind::choice:
        choice(n);
        return;
      case Node::Kind::repeat:
        repeat(n);
        return;
    }
  }

  void choice(const Node& n) {
    std::vector<std::size_t> ends;
    for (std::size_t i = 0; i + 1 < n.children.size(); ++i) {
      const std::size_t split = add(Instruction::Kind::split);
      node(n.children[i]);
      ends.push_back(add(Instruction::Kind::jump));
      code_[split].other = code_.size();
    }
    node(n.children.back());
    for (const std::size_t end : ends) code_[end].next = code_.size();
  }

  void repeat(const Node& n) {
    for (std::size_t i = 0; i < n.least; ++i) node(n.children.front());
    if (!n.most) {
      const std::size_t split = add(Instruction::Kind::split);
      node(n.children.front());
      code_[add(Instruction::Kind::jump)].next = split;
      code_[split].other = code_.size();
      return;
    }
    std::vector<std::size_t> splits;
    for (std::size_t i = n.least; i < *n.most; ++i) {
      splits.push_back(add(Instruction::Kind::split));
      node(n.children.front());
    }
    for (const std::size_t split : splits) code_[split].other = code_.size();
  }

  std::vector<Instruction> code_;
};

struct State {
  std::vector<std::uint16_t> next = std::vector<std::uint16_t>(256);
  bool matched = false;         // whatever follows
  bool matched_at_end = false;  // if the text ends here
};

using Places = std::vector<std::size_t>;  // sorted places in the code: what a state stands for

// All states of the automaton, made at once: matching is then one look-up a byte.
class StateBuilder {
 public:
  explicit StateBuilder(const std::vector<Instruction>& code) : code_(code) {}

  std::vector<State> build() {
    state_of(closure({0}, true, false));
    for (std::size_t i = 0; i < states_.size(); ++i) {
      if (!states_[i].matched) connect(i);
    }
    return std::move(states_);
  }

 private:
  // Where the code waits for a byte, the end or nothing more, when it has read none.
  Places closure(const Places& from, bool at_begin, bool at_end) const {
    std::vector<bool> seen(code_.size(), false);
    Places open = from;
    Places places;
    while (!open.empty()) {
      const std::size_t place = open.back();
      open.pop_back();
      if (seen[place]) continue;
      seen[place] = true;
      const Instruction& instruction = code_[place];
      using Kind = Instruction::Kind;
      if (instruction.kind == Kind::bytes || instruction.kind == Kind::match ||
          (instruction.kind == Kind::end && !at_end)) {
        places.push_back(place);
        continue;
      }
      if (instruction.kind == Kind::begin && !at_begin) continue;
      open.push_back(instruction.next);
      if (instruction.kind == Kind::split) open.push_back(instruction.other);
    }
    std::sort(places.begin(), places.end());
    return places;
  }

  bool has_match(const Places& places) const {
    return std::any_of(places.begin(), places.end(), [&](std::size_t place) {
      return code_[place].kind == Instruction::Kind::match;
    });
  }

  std::uint16_t state_of(Places places) {
    const auto [known, added] =
        numbers_.try_emplace(std::move(places), static_cast<std::uint16_t>(states_.size()));
    if (!added) return known->second;
    if (states_.size() >= kMostStates) {
      throw Error(ErrorKind::config, "the expression has too many ways to match; simplify it");
    }
    State state;
    state.matched = has_match(known->first);
    // ^ may hold at the end too: of an empty text, which only the first state can see.
    state.matched_at_end = has_match(closure(known->first, states_.empty(), true));
    states_.push_back(std::move(state));
    sets_.push_back(&known->first);
    return known->second;
  }

  void connect(std::size_t from) {
    const Places& places = *sets_[from];
    std::map<Places, std::uint16_t> known;  // few different targets for 256 bytes
    for (std::size_t byte = 0; byte < 256; ++byte) {
      Places targets = {0};  // a match may begin at any place
      for (const std::size_t place : places) {
        const Instruction& instruction = code_[place];
        if (instruction.kind == Instruction::Kind::bytes && instruction.bytes[byte]) {
          targets.push_back(instruction.next);
        }
      }
      auto target = known.find(targets);
      if (target == known.end()) {
        const std::uint16_t state = state_of(closure(targets, false, false));
        target = known.emplace(std::move(targets), state).first;
      }
      states_[from].next[byte] = target->second;
    }
  }

  const std::vector<Instruction>& code_;
  std::vector<State> states_;
  std::vector<const Places*> sets_;
  std::map<Places, std::uint16_t> numbers_;
};

}  // namespace

struct Pattern::Program {
  std::vector<State> states;
};

Pattern::Pattern(std::string_view expression) {
  const std::vector<Instruction> code = Compiler().compile(pattern::parse(expression));
  program_ = std::make_shared<const Program>(Program{StateBuilder(code).build()});
}

bool Pattern::matches(std::string_view text) const {
  const std::vector<State>& states = program_->states;
  const State* state = &states.front();
  for (const char c : text) {
    if (state->matched) return true;
    state = &states[state->next[static_cast<unsigned char>(c)]];
  }
  return state->matched || state->matched_at_end;
}

}  // namespace gdo::contract
