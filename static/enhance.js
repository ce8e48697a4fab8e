// Suggestions while typing. Without this file every page works the same; the search form simply waits for Enter.
const input = document.querySelector('input[data-suggest]');
if (input) {
  const english = document.documentElement.lang === 'en';
  const base = english ? '/en' : '';
  const kinds = english
    ? { product: 'product', producer: 'producer', province: 'province', commune: 'commune' }
    : { product: 'sản phẩm', producer: 'chủ thể', province: 'tỉnh', commune: 'xã, phường' };
  const list = document.createElement('ul');
  list.id = 'goi-y';
  list.className = 'suggest';
  list.hidden = true;
  list.setAttribute('role', 'listbox');
  list.setAttribute('aria-label', english ? 'Suggestions' : 'Gợi ý');
  input.closest('form').after(list);
  for (const [name, value] of [
    ['role', 'combobox'],
    ['aria-controls', list.id],
    ['aria-autocomplete', 'list'],
    ['aria-expanded', 'false'],
  ])
    input.setAttribute(name, value);

  let at = -1;
  let asked = '';
  let timer = 0;
  const options = () => [...list.children];

  const mark = (i) => {
    const all = options();
    at = all.length ? (i + all.length + 1) % (all.length + 1) : -1;
    if (at === all.length) at = -1;
    all.forEach((o, k) => {
      o.setAttribute('aria-selected', String(k === at));
    });
    if (at < 0) input.removeAttribute('aria-activedescendant');
    else input.setAttribute('aria-activedescendant', all[at].id);
  };
  const show = (open) => {
    list.hidden = !open;
    input.setAttribute('aria-expanded', String(open));
    if (!open) mark(-1);
  };
  const addressOf = ({ kind, id, text }) =>
    base +
    { product: `/san-pham/${id}`, producer: `/chu-the/${id}`, province: `/tinh/${id}`, commune: `/tim?q=${encodeURIComponent(text)}` }[
      kind
    ];

  const ask = async () => {
    const q = input.value.trim();
    if (q === asked) return;
    asked = q;
    if (q.length < 2) return show(false);
    const answer = await fetch(`/api/v1/suggest?q=${encodeURIComponent(q)}`).catch(() => null);
    if (!answer?.ok || asked !== q) return;
    const items = (await answer.json()).slice(0, 8);
    if (asked !== q) return;
    list.replaceChildren(
      ...items.map((item, i) => {
        const option = document.createElement('li');
        option.id = `goi-y-${i}`;
        option.setAttribute('role', 'option');
        option.dataset.href = addressOf(item);
        const name = document.createElement('b');
        name.textContent = item.text;
        const kind = document.createElement('span');
        kind.textContent = kinds[item.kind];
        option.append(name, ' ', kind);
        return option;
      }),
    );
    show(items.length > 0);
  };

  input.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(ask, 120);
  });
  input.addEventListener('keydown', (e) => {
    if (e.isComposing || list.hidden) return;
    if (e.key === 'ArrowDown' || e.key === 'ArrowUp') {
      e.preventDefault();
      mark(e.key === 'ArrowDown' ? at + 1 : at < 0 ? list.children.length - 1 : at - 1);
    } else if (e.key === 'Escape') {
      e.preventDefault();
      show(false);
    } else if (e.key === 'Enter' && at >= 0) {
      e.preventDefault();
      location.assign(options()[at].dataset.href);
    }
  });
  input.addEventListener('blur', () => setTimeout(show, 150, false));
  list.addEventListener('pointerdown', (e) => e.preventDefault());
  list.addEventListener('click', (e) => {
    const option = e.target.closest('[role=option]');
    if (option) location.assign(option.dataset.href);
  });
}
