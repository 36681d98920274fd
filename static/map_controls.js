// How a reader moves the light map and chooses on it: wheel, keys, buttons, and flights to what was chosen. Leaflet does the moving.
(() => {
  const still = () => matchMedia('(prefers-reduced-motion: reduce)').matches;
  const HINT_MS = 1600, FLIGHT_S = 0.6, LEGEND_FROM_PX = 560, LEGEND_PX = 110;

  // A page that is scrolled over the map must not stop there: the wheel zooms after a click into the map, or with Ctrl.
  function wheel(map, words) {
    const box = map.getContainer();
    const hint = box.appendChild(Object.assign(document.createElement('p'), { className: 'bsg-hint', textContent: words.wheel, hidden: true }));
    hint.setAttribute('aria-hidden', 'true');
    let inside = false, timer = 0;
    map.scrollWheelZoom.disable();
    box.addEventListener('pointerdown', () => { inside = true; hint.hidden = true; });
    box.addEventListener('pointerleave', () => { inside = false; });
    box.addEventListener('wheel', (event) => {
      if (inside || event.ctrlKey) {
        map.scrollWheelZoom.enable();
        // The page itself would be enlarged.
        if (event.ctrlKey) event.preventDefault();
        return;
      }
      map.scrollWheelZoom.disable();
      hint.hidden = false;
      clearTimeout(timer);
      timer = setTimeout(() => { hint.hidden = true; }, HINT_MS);
    }, { capture: true, passive: false });
  }

  // By keyboard: arrows move the map under a cross in its middle, the area there is named, Enter chooses it.
  function keys(map, picture, words) {
    const box = map.getContainer();
    const cross = box.appendChild(Object.assign(document.createElement('div'), { className: 'bsg-cross', hidden: true }));
    cross.setAttribute('aria-hidden', 'true');
    const told = box.appendChild(Object.assign(document.createElement('div'), { className: 'bsg-unseen' }));
    told.setAttribute('role', 'status');
    const about = box.appendChild(Object.assign(document.createElement('div'), { id: `bsg-keys-${L.stamp(map)}`, className: 'bsg-unseen', textContent: picture.spec.answers ? `${words.keys} ${words.enter}` : words.keys }));
    box.setAttribute('aria-describedby', about.id);
    let at = null;
    const under = () => {
      const { left, top, width, height } = box.getBoundingClientRect();
      const found = document.elementsFromPoint(left + width / 2, top + height / 2);
      return picture.paths?.find((path) => found.includes(path.getElement()));
    };
    const look = () => {
      if (cross.hidden) return;
      at?.closeTooltip();
      at = under();
      at?.openTooltip(map.getCenter());
      told.textContent = at ? [...picture.card(at).querySelectorAll('b, span, em, li')].map((part) => part.textContent).join('. ') : words.nowhere;
      picture.onPoint?.(at);
    };
    box.addEventListener('focus', () => { cross.hidden = !box.matches(':focus-visible'); look(); });
    box.addEventListener('blur', () => { cross.hidden = true; at?.closeTooltip(); at = null; });
    box.addEventListener('pointerdown', () => { cross.hidden = true; });
    box.addEventListener('keydown', (event) => {
      if (event.target !== box) return;
      if (event.key.startsWith('Arrow') && cross.hidden) { cross.hidden = false; }
      if (event.key !== 'Enter' || cross.hidden) return;
      event.preventDefault();
      // What was named is what is chosen, also while the map still moves under the cross.
      if (!picture.paths?.includes(at)) look();
      at?.fire('click');
    });
    map.on('moveend', look);
  }

  function button(symbol, words, press) {
    const made = Object.assign(document.createElement('button'), { type: 'button', title: words, textContent: symbol });
    made.setAttribute('aria-label', words);
    L.DomEvent.disableClickPropagation(made);
    made.addEventListener('click', press);
    return made;
  }

  // Two buttons below those of the zoom: all of it, and what was chosen.
  function places(map, picture, words) {
    const Bar = L.Control.extend({
      onAdd() {
        const bar = Object.assign(document.createElement('div'), { className: 'leaflet-bar bsg-places' });
        bar.append(
          button('⌂', words.all, () => fly(map, picture.spec.home)),
          button('◎', words.chosen, () => fly(map, picture.spec.look ?? picture.spec.fit)),
        );
        return bar;
      },
    });
    map.addControl(new Bar({ position: 'topleft' }));
  }

  // Where the legend stands on the map, what is looked at stands beside it.
  const beside = (map) => (!map.step && map.getSize().x >= LEGEND_FROM_PX ? { paddingTopLeft: [LEGEND_PX, 0] } : {});

  function fly(map, bounds) {
    map.aim = bounds;
    if (still()) map.fitBounds(bounds, { animate: false, ...beside(map) });
    else map.flyToBounds(bounds, { duration: FLIGHT_S, ...beside(map) });
  }

  // A page settles a moment after its map: until the reader has touched the map, it goes on showing all that it is to show.
  function settle(map) {
    if (map.aim) map.fitBounds(map.aim, { animate: false, ...beside(map) });
  }

  // Filters leave the map where the reader put it. Another district, or a place chosen elsewhere than on the map, is flown to, and back.
  function look(map, { fit, look: place }) {
    const before = map.looked, now = { fit: JSON.stringify(fit), place: JSON.stringify(place ?? null) };
    map.looked = now;
    const pressed = map.pressed;
    map.pressed = false;
    if (!before) {
      map.aim = place ?? fit;
      ['pointerdown', 'wheel', 'keydown'].forEach((one) => map.getContainer().addEventListener(one, () => { map.aim = null; }, { passive: true }));
      if (!restored(map)) settle(map);
      map.flown = Boolean(place);
    } else if (now.place !== before.place && place) {
      map.flown = !pressed;
      if (map.flown) fly(map, place);
    } else if (now.fit !== before.fit || (now.place !== before.place && map.flown)) {
      map.flown = false;
      fly(map, fit);
    }
  }

  // Maps that compare move in step: whoever moves takes the others along. All have one scale, and each is as far from the middle of what it
  // is to show as the one that leads: of the same places they have the same view.
  const inStep = new Set();
  function together(map, { step, fit }) {
    map.step = step;
    map.middle = L.latLngBounds(fit).getCenter();
    if (!step || inStep.has(map)) return;
    inStep.add(map);
    map.on('unload', () => inStep.delete(map));
    map.on('moveend', () => keep(map));
    map.on('move', () => {
      if (map.led) return;
      const zoom = map.getZoom(), away = map.project(map.getCenter(), zoom).subtract(map.project(map.middle, zoom));
      inStep.forEach((other) => {
        if (other === map || other.step !== map.step) return;
        if (!map.aim) other.aim = null;
        other.led = true;
        other.setView(other.unproject(other.project(other.middle, zoom).add(away), zoom), zoom, { animate: false });
        other.led = false;
      });
    });
  }

  // Where a reader has put maps in step, this tab finds them when the page is loaded again.
  const name = (map) => `gapMap ${map.step} ${map.middle}`;
  function keep(map) {
    if (map.aim) sessionStorage.removeItem(name(map));
    else sessionStorage.setItem(name(map), JSON.stringify([map.getCenter(), map.getZoom()]));
  }
  function restored(map) {
    const kept = map.step && sessionStorage.getItem(name(map));
    if (kept) map.aim = null;
    if (kept) map.setView(...JSON.parse(kept), { animate: false });
    return Boolean(kept);
  }

  // Names the map for those who cannot see it.
  function control(map, spec) {
    const box = map.getContainer();
    map.attributionControl?.setPrefix(false);
    box.setAttribute('role', 'region');
    box.setAttribute('aria-label', spec.alt);
    // Leaflet takes the keyboard at each press; the page around the map must not scroll under the pointer then.
    box.focus = () => HTMLElement.prototype.focus.call(box, { preventScroll: true });
    look(map, spec);
  }

  window.gapMap = { ...window.gapMap, wheel, keys, places, control, together, settle };
})();
