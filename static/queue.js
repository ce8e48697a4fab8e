// A queue by keyboard, only while the focus is inside the list (WCAG 2.1.4). Without this file the boxes and buttons work as they are.
for (const list of document.querySelectorAll('form[data-queue]')) {
  for (const part of list.querySelectorAll('[data-scripted]')) part.hidden = false;
  list.querySelector('[data-all]')?.addEventListener('change', (event) => {
    for (const box of list.querySelectorAll('input[name=dossier]')) box.checked = event.target.checked;
  });
  list.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const rows = [...list.querySelectorAll('ol > li')];
    const at = rows.findIndex((row) => row.contains(event.target));
    const key = event.key.toLowerCase();
    if (key === 'j' || key === 'k') rows[at + (key === 'j' ? 1 : -1)]?.querySelector('a')?.focus();
    else if (key === 'x') rows[at]?.querySelector('input[type=checkbox]')?.click();
    else if (key === 'f') document.getElementById('tim')?.focus();
    else return;
    event.preventDefault();
  });
}
