namespace gdo {

int long_function() {
  ++count;
  ++count;
  ++count;
  ++count;
  ++count;
  ++count;
  ++count;
  ++count;
  ++count;
  ++count;
  ++count;
  ++count;
  ++count;
  ++count;
  ++count;
  ++count;
  ++count;
  ++count;
  ++count;
  ++count;
  ++count;
  ++count;
  ++count;
  ++count;
  ++count;
  ++count;
  ++count;
  ++count;
  ++count;
  ++count;
  ++count;
  ++count;
  ++count;
  ++count;
  ++count;
  ++count;
  ++count;
  ++count;
  ++count;
  ++count;
  ++count;
  ++count;
  ++count;
  ++count;
  ++count;
  ++count;
  ++count;
  ++count;
  ++count;
  ++count;
  ++count;
  ++count;
  ++count;
  ++count;
  ++count;
  ++count;
  ++count;
  ++count;
  ++count;
  ++count;
  return count;
}

}  // namespace gdo
