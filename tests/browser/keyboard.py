"""Whether every control of a page is reached by Tab, in a browser, and shows that it is."""

from __future__ import annotations

from playwright.sync_api import Page

# What can be worked, seen or not; of radio buttons with one name Tab reaches one.
WATCHES = """() => {
  const asked = 'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]';
  const shown = each => each.checkVisibility({visibilityProperty: true}) && each.getClientRects().length > 0;
  const controls = [...document.querySelectorAll(asked)].filter(each => !each.disabled && shown(each));
  const stops = controls.filter(each => each.tabIndex >= 0);
  document.activeElement.blur();
  const looks = each => [each, each.nextElementSibling, each.parentElement].filter(Boolean).map(near =>
    ['', '::before'].map(part => {
      const found = getComputedStyle(near, part);
      return [found.outlineStyle, found.outlineWidth, found.outlineColor, found.boxShadow, found.color,
        found.backgroundColor, found.borderColor, found.borderWidth, found.clipPath, found.width].join();
    }).join()).join();
  const stop = each => each.type === 'radio' ? `${each.form && each.form.id} ${each.name}` : each;
  const said = each => each.outerHTML.slice(0, 120);
  const before = new Map(stops.map(each => [each, looks(each)]));
  const held = {reached: new Set(), unseen: []};
  document.addEventListener('focusin', event => {
    held.reached.add(event.target);
    if (before.has(event.target) && before.get(event.target) === looks(event.target))
      held.unseen.push(said(event.target));
  });
  window.heldByKeys = held;
  window.missedByKeys = () => {
    const reached = new Set([...held.reached].map(stop));
    const worked = 'a, button, input, select, textarea';
    const never = controls.filter(each => each.tabIndex < 0 && each.matches(worked));
    const forced = controls.filter(each => each.tabIndex > 0);
    return [
      ...stops.filter(each => !reached.has(stop(each))).map(each => `Tab does not reach ${said(each)}`),
      ...never.map(each => `no key reaches ${said(each)}`),
      ...forced.map(each => `Tab comes out of turn to ${said(each)}`),
      ...held.unseen.map(each => `it is not seen that keys go to ${each}`),
    ];
  };
  stops[0].focus();
  return new Set(stops.map(stop)).size;
}"""


def missed_by_keys(page: Page) -> list[str]:
    """What Tab, pressed from the first control on and round to it again, does not reach or does not show."""
    stops: int = page.evaluate(WATCHES)
    for _ in range(stops):
        page.keyboard.press("Tab")
    found: list[str] = page.evaluate("window.missedByKeys()")
    return found
