package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

// manifest is what counts here of a package.json.
type manifest struct {
	Name            string            `json:"name"`
	Version         string            `json:"version"`
	Dependencies    map[string]string `json:"dependencies"`
	DevDependencies map[string]string `json:"devDependencies"`
	Pulumi          *struct {
		Resource         bool   `json:"resource"`
		Name             string `json:"name"`
		Version          string `json:"version"`
		Server           string `json:"server"`
		Parameterization *struct {
			Name    string `json:"name"`
			Version string `json:"version"`
			Value   []byte `json:"value"`
		} `json:"parameterization"`
	} `json:"pulumi"`
}

// requiredPackages are the resource plugins that a program needs: every installed package marked `"pulumi": { "resource": true }`. Pulumi's own
// host walks the whole tree below the program's folder. npm hoists, so that the node_modules folders from the program upwards, one level
// and one scope deep, hold the same packages and take milliseconds to read.
func requiredPackages(directory string) ([]*pulumirpc.PackageDependency, error) {
	var found []*pulumirpc.PackageDependency
	seen := map[string]bool{}
	for _, folder := range nodeModules(directory) {
		for _, file := range manifestsIn(folder) {
			one, err := readManifest(file)
			if err != nil {
				return nil, err
			}
			if one.Pulumi == nil || !one.Pulumi.Resource || seen[one.Name] {
				continue
			}
			seen[one.Name] = true
			dependency, err := one.dependency()
			if err != nil {
				return nil, err
			}
			found = append(found, dependency)
		}
	}
	return found, nil
}

func (m manifest) dependency() (*pulumirpc.PackageDependency, error) {
	name, official := strings.CutPrefix(m.Name, "@pulumi/")
	if m.Pulumi.Name != "" {
		name = m.Pulumi.Name
	} else if !official {
		return nil, fmt.Errorf(`%s is a Pulumi package without "pulumi": { "name": … } in its package.json`, m.Name)
	}
	version := m.Version
	if m.Pulumi.Version != "" {
		version = m.Pulumi.Version
	}
	dependency := &pulumirpc.PackageDependency{
		Name:    name,
		Kind:    "resource",
		Version: "v" + strings.TrimPrefix(version, "v"),
		Server:  m.Pulumi.Server,
	}
	if given := m.Pulumi.Parameterization; given != nil {
		dependency.Parameterization = &pulumirpc.PackageParameterization{
			Name: given.Name, Version: given.Version, Value: given.Value,
		}
	}
	return dependency, nil
}

// dependenciesOf are the packages that a program declares, as installed.
func dependenciesOf(directory string) ([]*pulumirpc.DependencyInfo, error) {
	folder := packageRoot(directory)
	if folder == "" {
		return nil, nil
	}
	root, err := readManifest(filepath.Join(folder, "package.json"))
	if err != nil {
		return nil, err
	}
	var names []string
	for _, declared := range []map[string]string{root.Dependencies, root.DevDependencies} {
		for name := range declared {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	var found []*pulumirpc.DependencyInfo
	for _, name := range names {
		one, err := readManifest(filepath.Join(folder, "node_modules", name, "package.json"))
		if os.IsNotExist(err) {
			continue
		}
		if err != nil {
			return nil, err
		}
		found = append(found, &pulumirpc.DependencyInfo{Name: name, Version: one.Version})
	}
	return found, nil
}

// packageRoot is the nearest folder with a package.json, from the program upwards, or empty.
func packageRoot(directory string) string {
	for _, folder := range upwards(directory) {
		if _, err := os.Stat(filepath.Join(folder, "package.json")); err == nil {
			return folder
		}
	}
	return ""
}

// nodeModules are the folders of that name from a directory upwards.
func nodeModules(directory string) []string {
	var found []string
	for _, folder := range upwards(directory) {
		own := filepath.Join(folder, "node_modules")
		if _, err := os.Stat(own); err == nil {
			found = append(found, own)
		}
	}
	return found
}

func upwards(directory string) []string {
	folders := []string{directory}
	for parent := filepath.Dir(directory); parent != directory; parent = filepath.Dir(directory) {
		folders = append(folders, parent)
		directory = parent
	}
	return folders
}

// manifestsIn has the package.json of each package in a node_modules folder, one scope deep.
func manifestsIn(folder string) []string {
	var files []string
	for _, name := range namesIn(folder) {
		if !strings.HasPrefix(name, "@") {
			files = append(files, filepath.Join(folder, name, "package.json"))
			continue
		}
		for _, part := range namesIn(filepath.Join(folder, name)) {
			files = append(files, filepath.Join(folder, name, part, "package.json"))
		}
	}
	return slices.DeleteFunc(files, func(file string) bool {
		_, err := os.Stat(file)
		return err != nil
	})
}

// namesIn are those of a folder that are not hidden, in order.
func namesIn(folder string) []string {
	entries, _ := os.ReadDir(folder)
	var names []string
	for _, entry := range entries {
		if !strings.HasPrefix(entry.Name(), ".") {
			names = append(names, entry.Name())
		}
	}
	return names
}

// readManifest leaves out what is of another type than it has here: others write their package.json as they like.
func readManifest(file string) (manifest, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return manifest{}, err
	}
	var read manifest
	var otherType *json.UnmarshalTypeError
	if err := json.Unmarshal(text, &read); err != nil && !errors.As(err, &otherType) {
		return manifest{}, fmt.Errorf("%s: %w", file, err)
	}
	return read, nil
}
