// What scrolls sideways can be reached by key: a region that overflows takes the focus.
export function reachable(): () => void {
  let waiting = 0;
  const mark = () => {
    waiting = 0;
    for (const region of document.querySelectorAll<HTMLElement>('.scroll, pre.bytes')) {
      const overflows = region.scrollWidth > region.clientWidth || region.scrollHeight > region.clientHeight;
      if (overflows) region.tabIndex = 0;
      else region.removeAttribute('tabindex');
    }
  };
  const soon = () => {
    if (!waiting) waiting = requestAnimationFrame(mark);
  };
  const observer = new MutationObserver(soon);
  observer.observe(document.body, { childList: true, subtree: true });
  window.addEventListener('resize', soon);
  return () => {
    observer.disconnect();
    window.removeEventListener('resize', soon);
  };
}
