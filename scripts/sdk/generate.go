// Writes the SDKs of a provider's schema: generate SCHEMA FOLDER creates FOLDER/python, FOLDER/go and FOLDER/java.
// It is built with the language hosts, from the Pulumi packages that they require.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"

	java "github.com/pulumi/pulumi-java/pkg/codegen/java"
	golang "github.com/pulumi/pulumi/pkg/v3/codegen/go"
	"github.com/pulumi/pulumi/pkg/v3/codegen/python"
	"github.com/pulumi/pulumi/pkg/v3/codegen/schema"
)

const tool = "npm run sdk"

type files = map[string][]byte

var generators = map[string]func(*schema.Package) (files, error){
	"python": func(p *schema.Package) (files, error) { return python.GeneratePackage(tool, p, nil) },
	"go":     func(p *schema.Package) (files, error) { return golang.GeneratePackage(tool, p, nil) },
	"java":   func(p *schema.Package) (files, error) { return java.GeneratePackage(tool, p, nil, false) },
}

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: generate SCHEMA FOLDER")
		os.Exit(2)
	}
	if err := generate(os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func generate(file, folder string) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	var spec schema.PackageSpec
	if err := json.Unmarshal(text, &spec); err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	for language, generator := range generators {
		// Bound again for each generator, since generators change their input.
		pkg, problems, err := schema.BindSpec(spec, nil)
		if err != nil {
			return err
		}
		if problems.HasErrors() {
			return problems
		}
		generated, err := generator(pkg)
		if err != nil {
			return fmt.Errorf("%s: %w", language, err)
		}
		for name, content := range generated {
			path := filepath.Join(folder, language, name)
			if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
				return err
			}
			if err := os.WriteFile(path, content, 0o644); err != nil {
				return err
			}
		}
	}
	return nil
}
