// All that is written in the charts when the axis of response times changes: how
// large, and how far down, in pixels of the page.
(async () => {
  const seen = []
  const canvas = CanvasRenderingContext2D.prototype
  const fillText = canvas.fillText
  canvas.fillText = function (text, x, y) {
    const {chart} = this.canvas.closest('[data-chart]').dataset
    seen.push({chart, text, size: parseFloat(this.font.match(/[\d.]+px/)) / devicePixelRatio, down: y / devicePixelRatio})
    return fillText.call(this, text, x, y)
  }
  document.querySelector('[data-do="log"]').click()
  await new Promise((done) => setTimeout(done)) // the library draws a little later
  canvas.fillText = fillText
  return seen
})()
