// What scrolls can be reached by key: a region that overflows takes the focus, and says what it is.
export function reachable(): () => void {
  let waiting = 0;
  const mark = () => {
    waiting = 0;
    for (const region of document.querySelectorAll<HTMLElement>('.scroll, pre.bytes')) {
      const overflows = region.scrollWidth > region.clientWidth || region.scrollHeight > region.clientHeight;
      const name = region.querySelector('caption') ?? region.closest('section')?.querySelector('h2');
      if (overflows) {
        region.tabIndex = 0;
        region.setAttribute('role', 'region');
        region.setAttribute('aria-label', name?.firstChild?.textContent?.trim() ?? '');
      } else {
        for (const attribute of ['tabindex', 'role', 'aria-label']) region.removeAttribute(attribute);
      }
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
