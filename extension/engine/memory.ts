// Memory in two parts. While a program or an observable is read, small managed objects come from
// AssemblyScript's bump heap. Afterwards only whole buffers are taken, above that heap, and nothing
// managed is made: that is why nothing ever has to be freed. `clear` takes all of it back.

let top: usize = 0;

/** Take back everything: managed objects and buffers. */
export function clear(): void {
  heap.reset();
  top = 0;
}

/** Say that no managed object is made from here on: buffers follow. */
export function seal(): void {
  if (top == 0) top = align(heap.alloc(0));
}

/** A buffer of `bytes` on a 64-byte line, not cleared; 0 when memory cannot grow that far. */
export function reserve(bytes: u64): usize {
  const start = <u64>align(top);
  const end = start + bytes;
  if (end > 0xffff_0000) return 0;
  const pages = <i32>((end + 0xffff) >> 16) - memory.size();
  if (pages > 0 && memory.grow(pages) < 0) return 0;
  top = <usize>end;
  return <usize>start;
}

@inline
function align(pointer: usize): usize {
  return (pointer + 63) & ~(<usize>63);
}
