// A box with an address, such as the link to this view, and a button that copies it.
function build(words) {
  const box = Object.assign(document.createElement('div'), { className: 'bsg-copy' });
  const link = Object.assign(document.createElement('input'), { type: 'text', readOnly: true });
  const copy = Object.assign(document.createElement('button'), { type: 'button', textContent: words.copy });
  const said = document.createElement('span');
  link.setAttribute('aria-label', words.label);
  said.setAttribute('role', 'status');
  link.addEventListener('focus', () => link.select());
  copy.addEventListener('click', async () => { said.textContent = (await copied(link)) ? words.copied : words.by_hand; });
  box.append(link, copy, said);
  return box;
}

async function copied(link) {
  try {
    await navigator.clipboard.writeText(link.value);
    return true;
  } catch {
    // Without https a browser has no clipboard for scripts, but still knows the old command.
    link.select();
    return document.execCommand('copy');
  }
}

// The fold lies over the page: Escape and a press anywhere else close it, as people expect of a menu.
function closing(box) {
  const close = (event) => {
    const fold = box.closest('details');
    if (!fold?.open || (event.type === 'keydown' ? event.key !== 'Escape' : fold.contains(event.target))) return;
    const summary = fold.querySelector('summary');
    summary.click();
    if (event.type === 'keydown') summary.focus();
  };
  document.addEventListener('keydown', close);
  document.addEventListener('pointerdown', close);
  return () => { document.removeEventListener('keydown', close); document.removeEventListener('pointerdown', close); };
}

export default ({ data, parentElement }) => {
  const box = parentElement.querySelector('.bsg-copy') ?? parentElement.appendChild(build(data.words));
  const link = box.querySelector('input');
  if (link.value !== data.link) {
    link.value = data.link;
    box.querySelector('[role=status]').textContent = '';
  }
  return data.over_page ? closing(box) : undefined;
};
