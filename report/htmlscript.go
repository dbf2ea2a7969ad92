package report

import (
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"html/template"
	"io/fs"
	"strings"
)

// The library that draws the charts that can be zoomed, as it is published, with
// its licence beside it.
//
//go:embed uplot/uPlot.iife.min.js
var plotScript string

//go:embed uplot/uPlot.min.css
var plotStyle string

//go:embed uplot/LICENSE
var plotLicence string

// The page's own script, a file for each idea. They are joined in the order of
// their names to one function, so that nothing of them is visible to others.
//
//go:embed script/*.js
var scriptFiles embed.FS

// ownScript joins the files. Nothing in them runs before start is called.
func ownScript() (string, error) {
	var b strings.Builder
	b.WriteString("(() => {\n\"use strict\";\n")
	names, err := fs.Glob(scriptFiles, "script/*.js")
	if err != nil {
		return "", err
	}
	for _, name := range names {
		text, err := scriptFiles.ReadFile(name)
		if err != nil {
			return "", err
		}
		b.Write(text)
	}
	b.WriteString("start();\n})();\n")
	return b.String(), nil
}

// scripts are the page's script elements. Those that run are named by their
// hashes in the page's policy, and nothing else may run there.
type scripts struct {
	Data    template.HTML
	Library template.HTML
	Own     template.HTML
	hashes  []string
}

// scriptsOf lays out the scripts of a page that draws the plots.
func scriptsOf(p plots) (scripts, error) {
	data, err := p.data()
	if err != nil {
		return scripts{}, err
	}
	own, err := ownScript()
	if err != nil {
		return scripts{}, err
	}
	library := "/*\n" + plotLicence + "*/\n" + plotScript
	element := func(text string) template.HTML { return template.HTML("<script>" + text + "</script>") }
	return scripts{data, element(library), element(own), []string{hash(library), hash(own)}}, nil
}

// hash names a script or a style in a content security policy.
func hash(text string) string {
	sum := sha256.Sum256([]byte(text))
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}

// policy allows the page its own style and its own scripts and nothing else: no
// request can leave it, whatever stands in it.
func (s scripts) policy(style template.CSS) string {
	return "default-src 'none'; connect-src 'none'; base-uri 'none'; form-action 'none'; img-src data:; style-src " +
		hash(string(style)) + "; script-src " + strings.Join(s.hashes, " ")
}
