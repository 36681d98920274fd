// What a page keeps from whoever does not see it, does not point, or enlarges it. Called by tests/browser/page_faults.py.
(() => {
  const told = (node) => node.outerHTML.slice(0, 160);
  const around = (node, most = 6) => {
    const chain = [];
    for (let one = node; one?.nodeType === 1 && chain.length < most; one = one.parentElement ?? one.getRootNode().host) chain.push(one);
    return chain;
  };
  const look = (one) => {
    const style = getComputedStyle(one);
    return [style.outlineStyle === 'none' || style.outline, style.boxShadow, style.borderColor, style.backgroundColor, style.textDecorationLine].join();
  };
  const opacity = (node) => around(node, 40).reduce((product, one) => product * parseFloat(getComputedStyle(one).opacity), 1);
  let before, count = 0;

  // The stop that has the focus, and whether the one before it looked otherwise while it had.
  function stop() {
    let at = document.activeElement;
    while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
    const unseen = before && before.chain.every((one, place) => !one.isConnected || look(one) === before.looks[place]) ? told(before.at) : null;
    const gone = !at || at === document.body;
    window.stopNow = at;
    const chain = gone ? [] : around(at);
    before = gone ? undefined : { at, chain, looks: chain.map(look) };
    if (gone) return { gone, unseen };
    at.stopNumber ??= count += 1;
    const box = (at.closest('label') ?? at).getBoundingClientRect();
    const inside = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
    const hidden = box.width < 8 || box.height < 8 || !inside || (opacity(at) < 0.1 && !at.closest('label'));
    return { gone, unseen, number: at.stopNumber, hidden, html: told(at), main: at.dataset.testid === 'stMain' };
  }

  const PRESSED = 'a[href], button, input:not([type=hidden]), select, summary, textarea, [role=button], [role=tab], [role=slider]';
  const FIELD = 'label, [data-testid=stMultiSelect], [data-testid=stTextInput], [data-testid=stNumberInput], [data-testid=stSelectbox]';
  const inText = (one) => {
    const text = one.closest('p, li, td, dd, caption, small, figcaption');
    return one.matches('a') && getComputedStyle(one).display === 'inline' && text?.innerText.trim().length > one.innerText.trim().length + 3;
  };

  // What is pressed and smaller than 24 pixels, except links in a sentence and the skip link, which has no size until it has the focus.
  function small() {
    return [...document.querySelectorAll(PRESSED)].filter((one) => {
      if (one.closest('[aria-hidden=true], [data-testid=stSkipToContent]') || !one.checkVisibility({ visibilityProperty: true }) || inText(one)) return false;
      const box = ((one.matches('input') && one.closest(FIELD)) || one).getBoundingClientRect();
      return box.width > 0 && box.height > 0 && box.right > 0 && (box.width < 24 || box.height < 24);
    }).map(told);
  }

  const UNREAD = 'style, script, [data-testid=stSkipToContent], [data-testid=stSidebar], svg, .leaflet-pane, canvas';
  const hides = (style, side) => ['hidden', 'clip'].includes(style[`overflow${side}`]);
  const scrolls = (style, side) => ['auto', 'scroll'].includes(style[`overflow${side}`]);

  // Words that are cut by what they stand in, wider than their button or wider than the window.
  function cut() {
    const found = new Set(), texts = document.createTreeWalker(document.querySelector('.stApp'), NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const words = texts.currentNode, first = words.parentElement;
      if (!words.data.trim() || first.closest(UNREAD) || !first.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
      const range = document.createRange();
      range.selectNodeContents(words);
      const box = range.getBoundingClientRect();
      let across = false, down = false;
      if (around(first, 60).some((one) => one.clientWidth === 1)) continue;
      for (const one of around(first, 60)) {
        const style = getComputedStyle(one), frame = one.getBoundingClientRect();
        across ||= scrolls(style, 'X') && one.scrollWidth > one.clientWidth;
        down ||= scrolls(style, 'Y');
        const beside = box.right > frame.right + 1.5 || box.left < frame.left - 1.5, below = box.bottom > frame.bottom + 3;
        const isButton = one.matches('button, [role=button]');
        if ((!across && beside && (isButton || hides(style, 'X'))) || (!down && below && (isButton || hides(style, 'Y')))) found.add(words.data);
      }
      if (!across && box.right > innerWidth + 1) found.add(words.data);
    }
    return [...found];
  }

  const shown = (selector) => [...document.querySelectorAll(selector)].filter((one) => one.checkVisibility());
  const structure = () => ({
    title: document.title,
    lang: document.documentElement.lang,
    skips: document.querySelectorAll('a[href="#stMain"]').length,
    main: document.querySelector('main').getAttribute('aria-label'),
    headings: shown('h1, h2, h3, h4, h5, h6').map((one) => Number(one.tagName[1])),
    maps: shown('.bsg-leaflet').map((one) => one.getAttribute('aria-label')),
    speakers: document.querySelectorAll('#bsg-told').length,
  });

  window.pageFaults = { stop, small, cut, structure };
})();
