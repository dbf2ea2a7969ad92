// Where the keyboard is: what it is on, and whether a reader can see that.
(() => {
  const e = document.activeElement
  if (!e || e === document.body) return {name: ''}
  const style = getComputedStyle(e)
  const box = e.getBoundingClientRect()
  const outline = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2
  return {
    name: e.dataset.stop || '',
    marked: outline || style.boxShadow !== 'none',
    inView: box.width > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
  }
})()
