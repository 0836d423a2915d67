import QtQuick
import Kiosk
import KioskGlass

// The window: the state's colour over everything, the plane's words on it, and the paper with a card or a sheet.
Window {
    id: root

    required property Glass glass

    color: plane
    property color plane: Theme.palette.plane(glass.tone)

    Behavior on plane {
        enabled: !root.glass.instant

        ColorAnimation {
            duration: Theme.plane
            easing.type: Easing.BezierSpline
            easing.bezierCurve: Theme.easePlane
        }
    }

    Binding {
        target: Theme
        property: "screenWidth"
        value: root.width - face.covered[1] - face.covered[3]
        when: root.width >= 1
        restoreMode: Binding.RestoreNone
    }

    Binding {
        target: Theme
        property: "screenHeight"
        value: root.height - face.covered[0] - face.covered[2]
        when: root.height >= 1
        restoreMode: Binding.RestoreNone
    }

    Binding {
        target: Theme
        property: "hypotenuse"
        value: Math.hypot(root.width, root.height)
        when: root.width >= 1
        restoreMode: Binding.RestoreNone
    }

    Binding {
        target: Theme
        property: "still"
        value: root.glass.still
    }

    Binding {
        target: Theme
        property: "easy"
        value: root.glass.easy
    }

    Binding {
        target: Theme
        property: "textScale"
        value: root.glass.sheet !== "" && Theme.compact ? Math.min(1.25, root.glass.textScale) : root.glass.textScale
    }

    Binding {
        target: Theme
        property: "name"
        value: root.glass.theme
    }

    Binding {
        target: Theme
        property: "mirrored"
        value: root.glass.mirrored
    }

    Binding {
        target: Theme
        property: "script"
        value: root.glass.script
    }

    Binding {
        target: Theme
        property: "diagonal"
        value: root.glass.diagonal
    }

    Face {
        id: face

        anchors.fill: parent
        glass: root.glass
        plane: root.plane
    }
}
